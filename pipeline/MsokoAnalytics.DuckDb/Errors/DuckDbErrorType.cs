namespace MsokoAnalytics.DuckDb;

/// <summary>The engine's own classes of errors, taken from the head of its message ("Binder Error: …").</summary>
public enum DuckDbErrorType
{
    Unknown = 0,
    Parser,
    Syntax,
    Binder,
    Catalog,
    Conversion,
    OutOfRange,
    InvalidInput,
    MismatchType,
    Constraint,
    Dependency,
    Transaction,
    Connection,
    Io,
    Interrupt,
    OutOfMemory,
    Permission,
    NotImplemented,
    InvalidConfiguration,
    Sequence,
    Serialization,
    Http,
    MissingExtension,
    Internal,
    Fatal,
}
