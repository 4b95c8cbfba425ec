//! Verifies on prime256v1 with multiples of the key's point that are worked out once.

use alloc::vec::Vec;
use core::iter::zip;
use std::sync::LazyLock;

use p256::ecdsa::{Signature, VerifyingKey};
use p256::elliptic_curve::array::sizes::U6;
use p256::elliptic_curve::group::Group;
use p256::elliptic_curve::ops::{Invert, Reduce};
use p256::elliptic_curve::point::AffineCoordinates;
use p256::{FieldBytes, ProjectivePoint, Scalar};
use wnaf::{WnafBase, WnafScalar};

/// For each piece of a number, small multiples of the point that the piece counts: 12 KiB.
///
/// A number is cut into pieces, which share their doublings: 32 of them, where a whole number
/// needs 256.
pub(super) struct Multiples(Vec<WnafBase<ProjectivePoint, Window>>);

impl Multiples {
    pub(super) fn of_key(key: &VerifyingKey) -> Self {
        Self::of((*key.as_affine()).into())
    }

    #[inline(never)]
    fn of(mut point: ProjectivePoint) -> Self {
        let next = |_| {
            let base = WnafBase::new(&point);
            for _ in 0..PIECE_BYTES * 8 {
                point = point.double();
            }
            base
        };
        Self((0..PIECES).map(next).collect())
    }

    /// Whether the key of these multiples signed a text of this hash: FIPS 186-5, section 6.4.2.
    pub(super) fn verify(&self, hash: &[u8; 32], signature: &Signature) -> bool {
        let (r, s) = signature.split_scalars();
        let inverse = *s.invert_vartime();
        let of_generator = pieces(Scalar::reduce(&FieldBytes::from(*hash)) * inverse);
        let of_key = pieces(*r * inverse);
        let terms = zip(&GENERATOR.0, &of_generator).chain(zip(&self.0, &of_key));
        let point = WnafBase::multiscalar_mul(terms);
        // The point at infinity has no x, which is then 0; r is not.
        Scalar::reduce(&point.to_affine().x()) == *r
    }
}

fn pieces(number: Scalar) -> [WnafScalar<Scalar, Window>; PIECES] {
    let mut bytes: [u8; 32] = number.to_bytes().into();
    bytes.reverse();
    core::array::from_fn(|piece| WnafScalar::from_le_bytes(&bytes[piece * PIECE_BYTES..][..PIECE_BYTES]))
}

static GENERATOR: LazyLock<Multiples> = LazyLock::new(|| Multiples::of(ProjectivePoint::GENERATOR));

/// Makes 16 multiples for each piece. Twice as many would save a tenth of the time.
type Window = U6;
const PIECES: usize = 8;
const PIECE_BYTES: usize = 32 / PIECES;
