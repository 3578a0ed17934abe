//! Inflected forms of words, language by language: what a term matches beside itself. Makes forms by rule and from
//! lists of the irregular; where it is not sure it makes too few, since a wrong form is a false alarm.

pub(super) mod english;

pub(super) use english::{Form, forms, inflect, is_known_verb};
