//! The rules that hold on every platform, run over all of them: a platform gives a [`Subject`], and each rule becomes one
//! test for each.
pub mod answers;
pub mod case;
pub mod creating;
mod input;
mod many;
mod secrecy;
mod sessions;
mod subject;
mod waiting;

pub use subject::{no_twins, path_of, people, rig, rig_with, server_with, Knob, Subject, Turn};

/// Makes one test for each rule and platform: `creating::workspan::a_create_that_is_refused`.
macro_rules! on_every_platform {
    ($($rule:ident),+ $(,)?) => {
        $crate::shared::on_every_platform!(@ workspan, $crate::workspan::WorkSpan, [$($rule)+]);
        $crate::shared::on_every_platform!(@ workiva, $crate::workiva::Workiva, [$($rule)+]);
        $crate::shared::on_every_platform!(@ workiva_scim, $crate::workiva_scim::WorkivaScim, [$($rule)+]);
        $crate::shared::on_every_platform!(@ myworkpal, $crate::myworkpal::MyWorkpal, [$($rule)+]);
        $crate::shared::on_every_platform!(
            @ workforce_optimization, $crate::workforce_optimization::WorkforceOptimization, [$($rule)+]
        );
    };
    (@ $platform:ident, $subject:ty, [$($rule:ident)+]) => {
        mod $platform {
            $(
                #[test]
                fn $rule() {
                    super::$rule::<$subject>();
                }
            )+
        }
    };
}
pub(crate) use on_every_platform;

/// Calls a function that is generic over two subjects for each platform.
macro_rules! of_every_platform {
    ($run:ident, $other:ty, $argument:expr) => {
        $run::<$crate::workspan::WorkSpan, $other>($argument);
        $run::<$crate::workiva::Workiva, $other>($argument);
        $run::<$crate::workiva_scim::WorkivaScim, $other>($argument);
        $run::<$crate::myworkpal::MyWorkpal, $other>($argument);
        $run::<$crate::workforce_optimization::WorkforceOptimization, $other>($argument);
    };
}
pub(crate) use of_every_platform;
