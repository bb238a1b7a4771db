//! What is done after something was drawn. The hooks of Yew are written out again for each type of what an effect
//! depends on; these are in the page once.

use std::any::Any;
use std::rc::Rc;

use yew::prelude::*;

/// What an effect depends on.
trait Known {
    fn is(&self, other: &dyn Any) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<T: PartialEq + 'static> Known for T {
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Without anything known, it is always new.
struct Depends(Option<Rc<dyn Known>>);

impl PartialEq for Depends {
    fn eq(&self, other: &Self) -> bool {
        let (Some(ours), Some(theirs)) = (&self.0, &other.0) else { return false };
        ours.is(theirs.as_any())
    }
}

/// Does something after the first drawing, and again after one for which `on` has changed. What comes of it is
/// kept until then.
#[hook]
pub(super) fn use_effect_on<T, W>(on: T, effect: impl FnOnce(&T) -> W + 'static)
where
    T: PartialEq + 'static,
    W: 'static,
{
    let on = Rc::new(on);
    let known = on.clone();
    use_boxed(Depends(Some(on)), Box::new(move || Box::new(effect(&known))));
}

/// Does something after each drawing. What comes of it is kept until the next one.
#[hook]
pub(super) fn use_effect_always<W: 'static>(effect: impl FnOnce() -> W + 'static) {
    use_boxed(Depends(None), Box::new(move || Box::new(effect())));
}

#[hook]
fn use_boxed(depends: Depends, effect: Box<dyn FnOnce() -> Box<dyn Any>>) {
    use_effect_with(depends, move |_| {
        let kept = effect();
        move || drop(kept)
    });
}
