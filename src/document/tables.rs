use std::fmt;

/// Everything that is wrong with some tables of rules; never empty.
///
/// Its text form has all of it on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFaults<F> {
    // INVARIANT: not empty.
    faults: Vec<F>,
}

impl<F> TableFaults<F> {
    /// Returns `Ok` if nothing is wrong.
    pub(crate) fn none_or(faults: Vec<F>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self { faults }) }
    }

    /// The faults, table by table.
    #[must_use]
    pub fn as_slice(&self) -> &[F] {
        &self.faults
    }
}

impl<F: fmt::Display> fmt::Display for TableFaults<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.faults.iter().enumerate() {
            let lead = if at == 0 { "" } else { "; " };
            write!(f, "{lead}{fault}")?;
        }
        Ok(())
    }
}

impl<F: fmt::Debug + fmt::Display> std::error::Error for TableFaults<F> {}
