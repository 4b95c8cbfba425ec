//! What the fuzz targets share: a second reader of tickets that is made of kept
//! libraries and shares no code with the engine, edits, and keys.

pub mod agreement;
pub mod deflate;
pub mod edit;
pub mod envelope;
pub mod fields;
pub mod forgery;
pub mod json;
pub mod keys;
pub mod short;
pub mod signature;
