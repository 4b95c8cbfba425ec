//! Code lengths: least total cost for given frequencies, none above a limit.

/// The lengths of a literal/length code and a distance code, 0 for unused symbols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lengths {
    pub(crate) literals: [u8; 286],
    pub(crate) distances: [u8; 30],
}

/// No literal, length or distance gets a longer code word, which keeps a writer's
/// groups of code words short.
pub(crate) const LONGEST: usize = 8;

impl Lengths {
    /// The fixed code of RFC 1951.
    pub(crate) fn fixed() -> Self {
        let literals = std::array::from_fn(|symbol| match symbol {
            0..144 => 8,
            144..256 => 9,
            256..280 => 7,
            _ => 8,
        });
        Self { literals, distances: [5; 30] }
    }
}

/// Code lengths by package-merge (Larmore and Hirschberg, 1990).
///
/// A single used symbol gets length 1.
pub(crate) fn code_lengths(frequencies: &[f64], limit: usize) -> Vec<u8> {
    let mut lengths = vec![0; frequencies.len()];
    let mut used: Vec<usize> = (0..frequencies.len()).filter(|&symbol| frequencies[symbol] > 0.0).collect();
    if let [single] = used[..] {
        lengths[single] = 1;
        return lengths;
    }
    used.sort_by(|&a, &b| frequencies[a].total_cmp(&frequencies[b]));
    let coins: Vec<(f64, Vec<usize>)> =
        used.iter().map(|&symbol| (frequencies[symbol], vec![symbol])).collect();
    let mut packages: Vec<(f64, Vec<usize>)> = Vec::new();
    for _ in 0..limit {
        let paired = packages.chunks_exact(2).map(|pair| {
            let symbols = [&pair[0].1[..], &pair[1].1[..]].concat();
            (pair[0].0 + pair[1].0, symbols)
        });
        let mut merged: Vec<(f64, Vec<usize>)> = coins.iter().cloned().chain(paired).collect();
        merged.sort_by(|a, b| a.0.total_cmp(&b.0));
        packages = merged;
    }
    for (_, symbols) in packages.iter().take(2 * used.len() - 2) {
        for &symbol in symbols {
            lengths[symbol] += 1;
        }
    }
    lengths
}
