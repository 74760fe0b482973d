namespace MsokoAnalytics.Models.Checks;

internal enum CheckKind
{
    NotNull,
    Unique,
    AcceptedValues,
    Relationships,
    InRange,
    RowCount,
    Expression,
}
