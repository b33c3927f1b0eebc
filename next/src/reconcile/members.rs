//! Lists of who is in what: each got once in a run, and anew after a change.
use super::lists::{to_members, Key, Members};
use super::platform::{At, Of, Shape};
use super::run::Run;
use crate::error::Result;
use crate::http::Http;
use std::rc::Rc;

/// From so many people on, a survey of everybody is cheaper than their own lists.
const MANY: usize = 5;

impl Run {
    /// How a list is addressed; nothing where the person has no handle in the place, and so nothing there either.
    pub async fn address(&self, http: &Http, shape: Shape, key: &Key) -> Result<Option<At>> {
        let (Of::Person, Some(around)) = (shape.of, shape.within) else { return Ok(Some(key.at())) };
        let place = Key { kind: around, place: String::new(), id: key.place.clone() };
        let is_handle = |members: &Members| members.get(&key.id).cloned().flatten();
        let surveyed = self.members(http, &place, false).await?;
        let handle = match (surveyed.contains_key(&key.id), is_handle(&surveyed)) {
            // A survey tells that somebody is in a place, but not by which handle.
            (true, None) => is_handle(&*self.members(http, &place, true).await?),
            (_, handle) => handle,
        };
        Ok(handle.map(|id| At { place: key.place.clone(), id }))
    }
    /// A list. `fresh`: it was changed, or the survey does not tell enough.
    pub async fn members(&self, http: &Http, key: &Key, fresh: bool) -> Result<Rc<Members>> {
        if !fresh {
            if let Some(members) = self.survey.borrow().get(key) {
                return Ok(members.clone());
            }
        }
        let Some(shape) = self.engine.shape(key.kind) else { return Ok(Rc::default()) };
        match shape.of {
            // Nobody else asks for it.
            Of::Person => {
                self.survey.borrow_mut().remove(key);
                let Some(at) = Box::pin(self.address(http, shape, key)).await? else {
                    return Ok(Rc::default());
                };
                Ok(Rc::new(to_members(http.all(self.engine.list(key.kind, &at)?).await?)))
            }
            Of::Container => {
                let call = self.engine.list(key.kind, &key.at())?;
                if fresh {
                    self.survey.borrow_mut().remove(key);
                    http.forget(&call.request.target);
                }
                http.list_as(call, to_members).await
            }
        }
    }
    /// Who is in what, for everybody at once, where there is such a list: got when many are asked for.
    pub async fn survey_if_many(&self, http: &Http) -> Result<()> {
        let mut surveyed = self.surveyed.lock().await;
        *surveyed = surveyed.saturating_add(1);
        if *surveyed != MANY {
            return Ok(());
        }
        // Where it is refused, the lists are read one by one.
        let survey = match self.engine.survey(http).await {
            Err(error) if error.fatal => return Err(error),
            survey => survey.ok().flatten().unwrap_or_default(),
        };
        let mut known = self.survey.borrow_mut();
        for (kind, at, list) in survey {
            known.insert(Key { kind, place: at.place, id: at.id }, Rc::new(to_members(list)));
        }
        Ok(())
    }
}
