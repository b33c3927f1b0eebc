//! serde's reading of a type, out of a plain value: fields by name, numbers digit by digit, lists item by item.

use super::Mismatch;
use crate::number;
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::Deserialize;
use serde_json::Value;

/// What is said of names that a structure does not know.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Names {
    Any,
    Known,
}

#[derive(Clone, Copy)]
pub(super) struct Reader<'de> {
    /// Nothing where a field is not there: only an option can be read from that.
    pub value: Option<&'de Value>,
    pub names: Names,
}

impl Reader<'_> {
    fn not(self, expected: &dyn de::Expected) -> Mismatch {
        let found = match self.value {
            None | Some(Value::Null) => Unexpected::Unit,
            Some(Value::Bool(truth)) => Unexpected::Bool(*truth),
            Some(Value::Number(_)) => Unexpected::Float(0.0),
            Some(Value::String(_)) => Unexpected::Str(""),
            Some(Value::Array(_)) => Unexpected::Seq,
            Some(Value::Object(_)) => Unexpected::Map,
        };
        de::Error::invalid_type(found, expected)
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        match self.value {
            None => Err(self.not(&visitor)),
            Some(Value::Null) => visitor.visit_unit(),
            Some(Value::Bool(truth)) => visitor.visit_bool(*truth),
            Some(Value::Number(number)) => visitor.visit_map(Digits { text: Some(number.as_str()) }),
            Some(Value::String(text)) => visitor.visit_borrowed_str(text),
            Some(Value::Array(items)) => {
                visitor.visit_seq(Items { items: items.iter(), next: 0, names: self.names })
            }
            Some(Value::Object(fields)) => {
                visitor.visit_map(Fields { fields: fields.iter(), value: None, names: self.names })
            }
        }
    }

    // What is asked for decides which arm of a visitor is built at all.

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> std::result::Result<V::Value, Mismatch> {
        let Some(Value::Object(fields)) = self.value else { return Err(self.not(&visitor)) };
        if self.names == Names::Known {
            all_known(fields, names)?;
        }
        visitor
            .visit_seq(Named { left: names.iter(), fields, names: self.names })
            .map_err(|mismatch| mismatch.naming(names))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        match self.value {
            Some(Value::Object(fields)) => {
                visitor.visit_map(Fields { fields: fields.iter(), value: None, names: self.names })
            }
            _ => Err(self.not(&visitor)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        match self.value {
            Some(Value::Array(items)) => {
                visitor.visit_seq(Items { items: items.iter(), next: 0, names: self.names })
            }
            _ => Err(self.not(&visitor)),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> std::result::Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        match self.value {
            Some(Value::String(text)) => visitor.visit_borrowed_str(text),
            _ => Err(self.not(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        match self.value {
            Some(Value::Bool(truth)) => visitor.visit_bool(*truth),
            _ => Err(self.not(&visitor)),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        match self.value.and_then(Value::as_u64) {
            Some(number) => visitor.visit_u64(number),
            None => Err(self.not(&visitor)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        match self.value.and_then(Value::as_i64) {
            Some(number) => visitor.visit_i64(number),
            None => Err(self.not(&visitor)),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        match self.value {
            Some(Value::Null) => visitor.visit_unit(),
            _ => Err(self.not(&visitor)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        match self.value.and_then(number::of_value) {
            Some(number) => visitor.visit_f64(number),
            None => Err(self.not(&visitor)),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        match self.value {
            None | Some(Value::Null) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> std::result::Result<V::Value, Mismatch> {
        match self.value {
            Some(Value::String(name)) => {
                visitor.visit_enum(Variant { name, content: Self { value: Some(&Value::Null), ..self } })
            }
            Some(Value::Object(fields)) if fields.len() == 1 => match fields.iter().next() {
                Some((name, content)) => {
                    visitor.visit_enum(Variant { name, content: Self { value: Some(content), ..self } })
                }
                None => Err(self.not(&visitor)),
            },
            _ => Err(self.not(&visitor)),
        }
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u128 f32 char bytes byte_buf unit_struct tuple_struct identifier ignored_any
    }
}

/// A number as serde_json hands it over to plain data: as the only field of a structure, so that every digit is kept.
struct Digits<'de> {
    text: Option<&'de str>,
}

impl<'de> MapAccess<'de> for Digits<'de> {
    type Error = Mismatch;

    fn next_key_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> std::result::Result<Option<T::Value>, Mismatch> {
        const NAME: &str = "$serde_json::private::Number";
        self.text.map(|_| seed.deserialize(StrDeserializer::new(NAME))).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> std::result::Result<T::Value, Mismatch> {
        seed.deserialize(StrDeserializer::new(self.text.take().unwrap_or_default()))
    }
}

struct Items<'de> {
    items: std::slice::Iter<'de, Value>,
    next: usize,
    names: Names,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> std::result::Result<Option<T::Value>, Mismatch> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let index = self.next;
        self.next = index.saturating_add(1);
        let reader = Reader { value: Some(item), names: self.names };
        seed.deserialize(reader).map(Some).map_err(|mismatch| mismatch.within(&format!("[{index}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The fields of a structure, asked for in its own order.
struct Named<'de> {
    left: std::slice::Iter<'static, &'static str>,
    fields: &'de serde_json::Map<String, Value>,
    names: Names,
}

impl<'de> SeqAccess<'de> for Named<'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> std::result::Result<Option<T::Value>, Mismatch> {
        let Some(name) = self.left.next() else { return Ok(None) };
        let value = self.fields.get(*name);
        match seed.deserialize(Reader { value, names: self.names }) {
            Ok(read) => Ok(Some(read)),
            // What is not optional: the structure has a default for it, or says that it is missing.
            Err(_) if value.is_none() => Ok(None),
            Err(wrong) => Err(wrong.within(name)),
        }
    }
}

fn all_known(fields: &serde_json::Map<String, Value>, names: &[&str]) -> std::result::Result<(), Mismatch> {
    let Some(unknown) = fields.keys().find(|name| !names.contains(&name.as_str())) else { return Ok(()) };
    let words = format!("is not known; there are: {}", names.join(", "));
    Err(Mismatch::new(unknown, words))
}

struct Fields<'de> {
    fields: serde_json::map::Iter<'de>,
    value: Option<(&'de str, &'de Value)>,
    names: Names,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> std::result::Result<Option<K::Value>, Mismatch> {
        let Some((name, value)) = self.fields.next() else { return Ok(None) };
        self.value = Some((name, value));
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> std::result::Result<V::Value, Mismatch> {
        let (name, value) = self.value.take().unwrap_or(("", &Value::Null));
        seed.deserialize(Reader { value: Some(value), names: self.names })
            .map_err(|mismatch| mismatch.within(name))
    }
}

struct Variant<'de> {
    name: &'de str,
    content: Reader<'de>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Mismatch;
    type Variant = Content<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> std::result::Result<(V::Value, Content<'de>), Mismatch> {
        let name = seed.deserialize(StrDeserializer::new(self.name))?;
        Ok((name, Content(self.content)))
    }
}

struct Content<'de>(Reader<'de>);

impl<'de> VariantAccess<'de> for Content<'de> {
    type Error = Mismatch;

    fn unit_variant(self) -> std::result::Result<(), Mismatch> {
        <()>::deserialize(self.0)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> std::result::Result<T::Value, Mismatch> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> std::result::Result<V::Value, Mismatch> {
        self.0.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> std::result::Result<V::Value, Mismatch> {
        self.0.deserialize_struct("", names, visitor)
    }
}
