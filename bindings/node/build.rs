//! Sets how a Node.js module is linked on this platform.

fn main() {
    napi_build::setup();
}
