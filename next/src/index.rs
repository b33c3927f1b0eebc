//! The one kind of large map, from a text to a place in a list, and small ones as lists of pairs: each further kind of map
//! costs some kilobytes of the module.
use std::collections::BTreeMap;

/// Places in a list, by text.
pub(crate) type Index = BTreeMap<String, usize>;
/// The shared value of a key in a short list of pairs; a new one if there is none.
pub(crate) fn shared<K: PartialEq, V: Clone + Default>(pairs: &mut Vec<(K, V)>, key: K) -> V {
    if let Some((_, value)) = pairs.iter().find(|(known, _)| *known == key) {
        return value.clone();
    }
    let value = V::default();
    pairs.push((key, value.clone()));
    value
}
