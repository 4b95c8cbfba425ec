//! A text goes back to the allocator as the piece of memory that it came as, whatever the
//! caller wrote into it.

#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../src/explain/text.rs"]
mod text;

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::CStr;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn text_that_was_made_shorter_is_freed_whole() {
    let made = "a text of a length that nothing else here has".repeat(1001);
    let handed_out = text::hand_out(&made);
    assert_eq!(unsafe { CStr::from_ptr(handed_out) }.to_str().unwrap(), made);
    let total = made.len() + 1 + size_of::<usize>();
    assert_eq!(
        freed(total, || unsafe {
            handed_out.add(3).write(0);
            text::take_back(handed_out);
        }),
        1
    );
}

#[test]
fn empty_text_is_one() {
    let handed_out = text::hand_out("");
    assert_eq!(unsafe { CStr::from_ptr(handed_out) }, c"");
    unsafe { text::take_back(handed_out) };
}

/// How many pieces of memory of that size are freed meanwhile.
fn freed(size: usize, call: impl FnOnce()) -> usize {
    WATCHED.store(size, Ordering::SeqCst);
    let before = FREED.load(Ordering::SeqCst);
    call();
    FREED.load(Ordering::SeqCst) - before
}

static WATCHED: AtomicUsize = AtomicUsize::new(0);
static FREED: AtomicUsize = AtomicUsize::new(0);

struct Watching;

unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        if layout.size() == WATCHED.load(Ordering::SeqCst) {
            FREED.fetch_add(1, Ordering::SeqCst);
        }
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Watching = Watching;
