//! The native half of the Java package `io.usersig`: what its class `Engine` declares.
//!
//! Texts come as bytes in UTF-8, rows of them in one array. Whatever cannot be answered
//! is thrown as the exception that `Engine.fault` makes of a [`usersig_door::Fault`].

#![expect(unreachable_pub, reason = "`jni_mangle` exports only what is `pub`")]

mod arrays;
mod dropin;
mod explain;
mod many;
mod sign;
mod slot;
mod throw;
mod verify;

use jni::objects::JClass;
use jni::sys::jint;
use jni::{EnvUnowned, jni_mangle};

/// Tells a jar whether this library speaks as it does.
#[jni_mangle("io.usersig.Engine")]
pub fn protocol<'l>(_env: EnvUnowned<'l>, _class: JClass<'l>) -> jint {
    PROTOCOL
}

/// Goes up with every change of a native method.
const PROTOCOL: jint = 2;
