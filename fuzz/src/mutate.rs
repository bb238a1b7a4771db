//! Changes inputs a little, the same way each time: for toolchains without libFuzzer.

use sim::random::Random;

/// Inputs made from seeds.
#[derive(Debug)]
pub struct Mutator {
    seeds: Vec<Vec<u8>>,
    random: Random,
}

impl Mutator {
    /// Makes inputs from these seeds; the same number gives the same inputs.
    pub fn new(seeds: Vec<Vec<u8>>, number: u64) -> Self {
        Self { seeds, random: Random::new(number) }
    }

    /// One more input: a seed, or parts of two, with up to eight changes.
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.any_seed();
        if self.below(4) == 0 {
            let other = self.any_seed();
            let (head, tail) = (self.below(input.len() + 1), self.below(other.len() + 1));
            input.truncate(head);
            input.extend(&other[tail..]);
        }
        for _ in 0..self.below(9) {
            self.change(&mut input);
        }
        input
    }

    fn any_seed(&mut self) -> Vec<u8> {
        let number = self.below(self.seeds.len());
        self.seeds.get(number).cloned().unwrap_or_default()
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        const TELLING: [u8; 12] = [0, 1, 9, 10, 13, 32, b'.', b'"', b'-', 127, 128, 255];
        let at = self.below(input.len() + 1);
        let length = self.below(16) + 1;
        let end = (at + length).min(input.len());
        match self.below(6) {
            0 if at < input.len() => input[at] ^= 1 << self.below(8),
            1 if at < input.len() => input[at] = TELLING[self.below(TELLING.len())],
            2 => input.insert(at, TELLING[self.below(TELLING.len())]),
            3 => drop(input.drain(at..end)),
            4 => {
                let again = input[at..end].to_vec();
                input.splice(at..at, again);
            }
            _ => {
                let to = self.below(input.len() + 1);
                let piece: Vec<u8> = input.drain(at..end).collect();
                let to = to.min(input.len());
                input.splice(to..to, piece);
            }
        }
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.random.below(bound as u64)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_inputs() {
        let inputs = |number| {
            let mut mutator = Mutator::new(vec![b"one".to_vec(), b"two".to_vec()], number);
            (0..50).map(|_| mutator.next_input()).collect::<Vec<_>>()
        };
        assert_eq!(inputs(1), inputs(1));
        assert_ne!(inputs(1), inputs(2));
        assert!(inputs(1).iter().any(|input| input != b"one" && input != b"two"));
    }

    #[test]
    fn without_seeds_there_are_inputs_too() {
        let mut mutator = Mutator::new(Vec::new(), 1);
        assert!((0..50).any(|_| !mutator.next_input().is_empty()));
    }
}
