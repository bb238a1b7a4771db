//! Who sends and collects.

/// Who sends and collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sim) enum People {
    /// The simulated mail programs, by themselves.
    Simulated,
    /// Real programs, over real connections. Of the simulated ones only those have something to do
    /// whose owner [makes room](crate::sim::Condition::BoxFull).
    Real,
}
