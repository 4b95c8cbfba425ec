//! What pages are made of.

pub(crate) mod chart;
pub(crate) mod fields;
pub(crate) mod icons;
pub(crate) mod layout;
pub(crate) mod parts;
pub(crate) mod ticket;

pub(crate) use layout::{Head, failure, inside, outside};
