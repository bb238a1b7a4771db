//! Who sends and collects.

/// Who sends and collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum People {
    /// The simulated mail programs, by themselves.
    Simulated,
    /// Real programs, over real connections. Of the simulated ones only those have something to do
    /// whose owner [makes room](model::condition::Condition::BoxFull).
    Real,
}
