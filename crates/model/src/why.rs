//! Why a message did not simply arrive.

/// What stood in the way, as far as it makes a difference to what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The registry knows no such domain.
    NoSuchDomain,
    /// The domain states that it takes no mail.
    NullMx,
    /// The domain names no usable server.
    NoServer,
    /// The best server would be the one that holds the message.
    Circle,
    /// No name server could say.
    DnsTimeout,
    /// There is no box of that name.
    NoSuchBox,
    /// A rule keeps messages from the address: most often there is no such box, and the server does not say so.
    NoAccess,
    /// The box is over its quota.
    BoxFull,
    /// The box takes no mail.
    BoxOff,
    /// The box takes no mail for now.
    BoxBusy,
    /// A call was refused.
    NoCalls,
    /// Nobody answered a call.
    NoAnswer,
    /// The connection broke.
    Lost,
    /// The server took the call and then was silent.
    Silent,
    /// The message is over the size limit.
    TooBig,
    /// It was taken for spam.
    Spam,
    /// Its content was refused.
    Content,
    /// A kind of attachment was refused.
    Attachment,
    /// The sender's domain could not be verified.
    NotProven,
    /// The server that brought it is on a blocklist.
    Blocked,
    /// The server could not ask the blocklist that it uses, and took that for a yes.
    ListUnread,
    /// A part of the network of that server is on the recipient's provider's own list.
    NetworkBlocked,
    /// The server takes mail for this domain from no stranger.
    NoRelay,
    /// The server does not trust whoever brought it.
    NotTrusted,
    /// Too much came at once.
    TooMuch,
    /// The sender's address was refused.
    SenderRefused,
    /// The sender's address is not the one that signed in.
    NotYourAddress,
    /// The recipient takes mail from certain people only.
    ClosedGroup,
    /// Signing in, or encryption, comes first.
    NotSignedIn,
    /// Some other rule of the server.
    Policy,
    /// Strangers have to come back later.
    Greylisted,
    /// It was passed on too many times.
    TooManyHops,
    /// The provider did not let the sender's program in.
    SignIn,
    /// The provider takes another password, or another way of signing in, from programs.
    AppPassword,
    /// The server takes no mail.
    Busy,
    /// Something else.
    Other,
    /// The recipient's password did not fit.
    WrongKey,
    /// Another session had the recipient's box.
    InUse,
    /// A server kept it for a while.
    Held,
    /// The domain in the sender's address was not found.
    SenderUnknown,
    /// It lies in a folder for spam.
    SpamFolder,
    /// It lies in a box for all names that the domain does not have.
    CatchAll,
    /// The simulation ended before the journey.
    CutShort,
}
