//! Maps and sets by text, in the order of the texts: the search is compiled once for all that is kept under one.

use std::collections::BTreeMap;

/// Texts, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    index: Index,
}

impl Texts {
    /// Whether this text is there.
    pub fn contains(&self, text: &str) -> bool {
        self.index.find(text).is_some()
    }

    /// Adds a text. `false`: it was there.
    pub fn insert(&mut self, text: String) -> bool {
        self.index.insert(text, 0).is_none()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.index.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.index.0.is_empty()
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.index.0.keys().map(String::as_str)
    }
}

/// Values, each under a text.
#[derive(Debug)]
pub(crate) struct Keyed<V> {
    /// Where in `values` each is.
    index: Index,
    values: Vec<Option<V>>,
    /// Where values were removed.
    free: Vec<usize>,
}

impl<V> Default for Keyed<V> {
    fn default() -> Self {
        Self { index: Index::default(), values: Vec::new(), free: Vec::new() }
    }
}

impl<V> Keyed<V> {
    /// The value under this key.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.values.get(self.index.find(key)?)?.as_ref()
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.values.get_mut(self.index.find(key)?)?.as_mut()
    }

    /// Whether there is a value under this key.
    pub fn contains(&self, key: &str) -> bool {
        self.index.find(key).is_some()
    }

    /// Puts a value under a key, and gives the one that was there.
    pub fn insert(&mut self, key: String, value: V) -> Option<V> {
        if let Some(known) = self.get_mut(&key) {
            return Some(std::mem::replace(known, value));
        }
        let place = self.free.pop().unwrap_or(self.values.len());
        match self.values.get_mut(place) {
            Some(free) => *free = Some(value),
            None => self.values.push(Some(value)),
        }
        self.index.insert(key, place);
        None
    }

    /// Takes the value under this key away.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        let place = self.index.remove(key)?;
        self.free.push(place);
        self.values.get_mut(place)?.take()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.index.0.len()
    }

    /// All of them with their keys, in the order of these.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        let all = self.index.0.iter();
        all.filter_map(|(key, place)| Some((key.as_str(), self.values.get(*place)?.as_ref()?)))
    }

    /// All of them without their keys, in the same order.
    pub fn into_values(mut self) -> Vec<V> {
        let places = self.index.0.values();
        places.filter_map(|place| self.values.get_mut(*place)?.take()).collect()
    }
}

impl<T> Keyed<Vec<T>> {
    /// Puts one more into the list under a key.
    pub fn push(&mut self, key: String, item: T) {
        match self.get_mut(&key) {
            Some(list) => list.push(item),
            None => drop(self.insert(key, vec![item])),
        }
    }
}

/// One key of several texts, in the order of the first, then the second, and so on.
pub(crate) fn joint(texts: &[&str]) -> String {
    texts.iter().fold(String::new(), |key, text| key + &text.replace('\0', "\0\u{1}") + "\0\0")
}

/// Texts with a number each. Not generic, and never part of its callers, so that it is in the module once.
#[derive(Clone, Debug, Default)]
struct Index(BTreeMap<String, usize>);

impl Index {
    #[inline(never)]
    fn find(&self, text: &str) -> Option<usize> {
        self.0.get(text).copied()
    }

    #[inline(never)]
    fn insert(&mut self, text: String, number: usize) -> Option<usize> {
        self.0.insert(text, number)
    }

    #[inline(never)]
    fn remove(&mut self, text: &str) -> Option<usize> {
        self.0.remove(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_there_until_it_is_removed() {
        let mut map = Keyed::default();
        assert_eq!((map.insert("b".to_owned(), 1), map.insert("a".to_owned(), 2)), (None, None));
        assert_eq!(map.insert("b".to_owned(), 3), Some(1));
        assert_eq!((map.get("b"), map.get("c"), map.len()), (Some(&3), None, 2));
        assert_eq!(map.iter().collect::<Vec<_>>(), [("a", &2), ("b", &3)]);
        assert_eq!((map.remove("a"), map.remove("a"), map.contains("a")), (Some(2), None, false));
        assert_eq!((map.insert("c".to_owned(), 4), map.values.len()), (None, 2), "the free place is taken");
        assert_eq!(map.into_values(), [3, 4]);
    }

    #[test]
    fn a_text_is_there_once() {
        let mut texts = Texts::default();
        assert!(texts.is_empty());
        assert_eq!(["b", "a", "b"].map(|text| texts.insert(text.to_owned())), [true, true, false]);
        assert!(texts.contains("a") && !texts.contains("") && texts.len() == 2);
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn lists_grow_under_their_keys() {
        let mut lists = Keyed::default();
        [("b", 1), ("a", 2), ("b", 3)].into_iter().for_each(|(key, item)| lists.push(key.to_owned(), item));
        assert_eq!(lists.into_values(), [vec![2], vec![1, 3]]);
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        #[derive(Clone, Debug)]
        enum Act {
            Insert(String, u8),
            Change(String, u8),
            Remove(String),
        }

        fn acts() -> impl Strategy<Value = Vec<Act>> {
            let key = || "[ab]{0,2}|\\PC{0,2}";
            let act = prop_oneof![
                (key(), any::<u8>()).prop_map(|(key, value)| Act::Insert(key, value)),
                (key(), any::<u8>()).prop_map(|(key, value)| Act::Change(key, value)),
                key().prop_map(Act::Remove),
            ];
            prop::collection::vec(act, 0..60)
        }

        proptest! {
            /// It is what `std`'s map is, whatever is done with it.
            #[test]
            fn it_is_a_map(acts in acts()) {
                let (mut map, mut model) = (Keyed::default(), BTreeMap::new());
                for act in acts {
                    match act {
                        Act::Insert(key, value) => {
                            prop_assert_eq!(map.insert(key.clone(), value), model.insert(key, value));
                        }
                        Act::Change(key, value) => {
                            let (one, other) = (map.get_mut(&key), model.get_mut(&key));
                            prop_assert_eq!(&one, &other);
                            one.into_iter().chain(other).for_each(|known| *known = value);
                        }
                        Act::Remove(key) => prop_assert_eq!(map.remove(&key), model.remove(&key)),
                    }
                    prop_assert!(map.iter().eq(model.iter().map(|(key, value)| (key.as_str(), value))));
                    prop_assert_eq!(map.len(), model.len());
                    prop_assert!(model.iter().all(|(key, value)| map.get(key) == Some(value)));
                }
                prop_assert_eq!(map.into_values(), model.into_values().collect::<Vec<_>>());
            }

            /// A joint key is in the order of its texts, and no other texts have it.
            #[test]
            fn joint_keys_keep_the_order(
                one in prop::array::uniform2("[a\0\u{1}]{0,3}|\\PC"),
                other in prop::array::uniform2("[a\0\u{1}]{0,3}|\\PC"),
            ) {
                let key = |texts: &[String; 2]| joint(&[&texts[0], &texts[1]]);
                prop_assert_eq!(key(&one).cmp(&key(&other)), one.cmp(&other));
            }
        }
    }
}
