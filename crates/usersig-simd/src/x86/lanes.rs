//! What the kernels share: a reference for every lane, and unrolled rounds.

/// One reference for each of `LANES` lanes; lanes past the end of `items` repeat the last.
///
/// So a group of any size is read within its bounds, and its spare lanes compute something
/// that nobody stores.
///
/// # Panics
/// Never for the groups of a slice, which are not empty.
#[inline(always)]
pub(super) fn lanes<T, const LANES: usize>(items: &[T]) -> [&T; LANES] {
    let last = &items[items.len() - 1];
    core::array::from_fn(|lane| items.get(lane).unwrap_or(last))
}

/// Repeats a body sixteen times with a number that counts from 0 to 15.
///
/// The schedule's words stay in registers only if every index is a constant, and the
/// compiler does not always unroll a loop with so long a body by itself.
macro_rules! each_of_16 {
    ($i:ident => $body:block) => {
        each_of_16!($i $body 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
    };
    ($i:ident $body:block $($n:literal)*) => {
        $({
            let $i: usize = $n;
            $body
        })*
    };
}

pub(super) use each_of_16;
