use super::{PayrollError, Stipends};
use crate::calendar::{Month, Span};
use crate::stipend::NoRate;
use crate::township::{Person, Tenure};

/// Days on which a post is held that is paid at other times, but not then (无标准).
///
/// No line stands for them, and no other day's rate is taken; so they are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpaid<'t> {
    /// Who holds which post.
    pub tenure: Tenure<'t>,
    /// The days.
    pub span: Span,
    /// Why they are not paid, as on the first of them.
    pub why: NoRate,
}

impl<'t> Stipends<'t> {
    /// The days from the start on, in the months from `first` to `last`, on which somebody holds a
    /// post before its first rate or after its last, by person and first day. Posts that are never
    /// paid are left out.
    ///
    /// # Errors
    /// [`PayrollError::Backwards`] if `last` lies before `first`.
    pub fn unpaid(&self, first: Month, last: Month) -> Result<Vec<Unpaid<'t>>, PayrollError> {
        let months = Span::new(first.first_day(), last.span().until());
        let months = months.map_err(|_| PayrollError::Backwards { first, last })?;
        let mut unpaid = Vec::new();
        let Some(days) = months.intersection(Span::starting(self.schedule.first_day())) else {
            return Ok(unpaid);
        };
        for tenure in self.township.people().flat_map(Person::tenures) {
            let rates = self.schedule.rates(tenure.post());
            let Some(held) = tenure.span().intersection(days).filter(|_| !rates.is_empty()) else {
                continue;
            };
            for span in &rates.days().gaps(held) {
                let why = self.schedule.rate(tenure.post(), span.from()).err();
                unpaid.extend(why.map(|why| Unpaid { tenure, span, why }));
            }
        }
        Ok(unpaid)
    }
}
