//! The constants of the compact encoding.
//!
//! Written by `cargo run --release -p usersig-tables`, which says what they are
//! made for and how they are found. Do not edit.

use super::form::Token::{Repeat, Text};
use super::form::{Source, Variable};

/// Tickets without a UserBuf.
#[rustfmt::skip]
pub(super) static PLAIN: Source = Source {
    literals: [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8, 8, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 8, 8, 8, 8, 8,
        8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
        8, 8, 8, 6, 6, 6, 6, 6, 6, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 8, 8, 8, 8, 8, 8, 8, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        6, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ],
    distances: [
        5, 5, 5, 5, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ],
    run: 4,
    header_bits: 175,
    header: &[
        0xbd0030c062534a2d,
        0x65db6d83c8a77e4b,
        0x000067832f77cf6a,
    ],
    variables: &[
        Variable::Time,
        Variable::Expire,
        Variable::UserId,
        Variable::SdkAppId,
        Variable::Sig,
    ],
    parts: &[
        &[
            Text("{\"TLS.time\":"),
        ],
        &[
            Text(","),
            Repeat { text: "\"TLS.", back: 12, since: 0 },
            Text("expir"),
            Repeat { text: "e\":", back: 14, since: 0 },
        ],
        &[
            Repeat { text: ",\"TLS.", back: 14, since: 1 },
            Text("identifier\":\""),
        ],
        &[
            Text("\""),
            Repeat { text: ",\"TLS.", back: 20, since: 2 },
            Text("v"),
            Repeat { text: "er\":\"", back: 13, since: 2 },
            Text("2.0"),
            Repeat { text: "\",\"TLS.", back: 16, since: 3 },
            Text("sdkappid\":"),
        ],
        &[
            Repeat { text: ",\"TLS.s", back: 16, since: 3 },
            Text("ig"),
            Repeat { text: "\":\"", back: 32, since: 3 },
        ],
        &[
            Text("=\"}"),
        ],
    ],
};

/// Tickets with a UserBuf.
#[rustfmt::skip]
pub(super) static USER_BUF: Source = Source {
    literals: [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8, 8, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 8, 8, 8, 8, 8,
        8, 4, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8,
        8, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 8, 8, 8, 8, 8, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        7, 7, 7, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ],
    distances: [
        3, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ],
    run: 4,
    header_bits: 187,
    header: &[
        0xfc10010462434d2d,
        0x0edb5ec391a35f4b,
        0x0656eb2fbfa3b687,
    ],
    variables: &[
        Variable::UserId,
        Variable::UserBuf,
        Variable::SdkAppId,
        Variable::Expire,
        Variable::Time,
        Variable::Sig,
    ],
    parts: &[
        &[
            Text("{\"TLS.identifier\":\""),
        ],
        &[
            Text("\","),
            Repeat { text: "\"TLS.", back: 20, since: 0 },
            Text("v"),
            Repeat { text: "er\":\"", back: 13, since: 0 },
            Text("2.0"),
            Repeat { text: "\",\"TLS.", back: 16, since: 1 },
            Text("userbuf"),
            Repeat { text: "\":\"", back: 20, since: 1 },
        ],
        &[
            Repeat { text: "\",\"TLS.", back: 17, since: 1 },
            Text("sdkappid\":"),
        ],
        &[
            Repeat { text: ",\"TLS.", back: 16, since: 2 },
            Text("expire\":"),
        ],
        &[
            Repeat { text: ",\"TLS.", back: 14, since: 3 },
            Text("tim"),
            Repeat { text: "e\":", back: 12, since: 3 },
        ],
        &[
            Repeat { text: ",\"TLS.s", back: 42, since: 2 },
            Text("ig\":\""),
        ],
        &[
            Text("=\"}"),
        ],
    ],
};
