//! Prints how long every kernel that this processor has takes for one block, by the number
//! of messages that are handed over together: nanoseconds, medians of interleaved rounds.
//!
//! `cargo run --release -p usersig-simd --example kernels`

use std::hint::black_box;
use std::time::Instant;

use usersig_simd::Kernel;

fn main() {
    let kernels: Vec<Kernel> = Kernel::available().collect();
    let mut states = vec![[0x6a09_e667; 8]; 1024];
    let blocks = vec![[0x5a; 64]; 1024];

    let mut times = vec![vec![Vec::with_capacity(ROUNDS); COUNTS.len()]; kernels.len()];
    for _ in 0..ROUNDS {
        for (column, count) in COUNTS.into_iter().enumerate() {
            for (row, kernel) in kernels.iter().enumerate() {
                let calls = BLOCKS_A_ROUND / count;
                let start = Instant::now();
                for _ in 0..calls {
                    kernel.compress_each(black_box(&mut states[..count]), black_box(&blocks[..count]));
                }
                let nanoseconds = start.elapsed().as_secs_f64() * 1e9;
                times[row][column].push(nanoseconds / (calls * count) as f64);
            }
        }
    }

    print!("{:<10}", "messages");
    COUNTS.iter().for_each(|count| print!("{count:>8}"));
    println!();
    for (kernel, row) in kernels.iter().zip(&mut times) {
        print!("{:<10}", format!("{kernel:?}"));
        row.iter_mut().for_each(|times| print!("{:>8.1}", median(times)));
        println!();
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

const COUNTS: [usize; 5] = [1, 4, 16, 64, 1024];
const ROUNDS: usize = 101;
const BLOCKS_A_ROUND: usize = 4096;
