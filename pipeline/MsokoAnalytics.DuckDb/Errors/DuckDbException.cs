using System.Data.Common;
using MsokoAnalytics.DuckDb.Commands;

namespace MsokoAnalytics.DuckDb;

/// <summary>An error of the engine or of the provider, with the place in the SQL when the engine tells one.</summary>
public sealed class DuckDbException : DbException
{
    internal DuckDbException(string message, DuckDbErrorType errorType = DuckDbErrorType.Unknown, Exception? inner = null)
        : base(message, inner) => ErrorType = errorType;

    internal DuckDbException(Errors.EngineMessage message, string? sql)
        : base(message.Full)
    {
        ErrorType = message.ErrorType;
        Line = message.Line;
        Column = message.Column;
        EngineMessage = message.Head;
        Sql = sql;
    }

    /// <summary>The engine's class of the error.</summary>
    public DuckDbErrorType ErrorType { get; }

    /// <summary>1-based line of the SQL text, or null when the engine tells no place.</summary>
    public int? Line { get; }

    /// <summary>1-based column (UTF-16 units) in that line, or null.</summary>
    public int? Column { get; }

    /// <summary>The engine's words without the excerpt of the SQL.</summary>
    public string? EngineMessage { get; }

    /// <summary>The SQL that failed; parameters' values are never part of it.</summary>
    public string? Sql { get; }

    public override bool IsTransient => ErrorType is DuckDbErrorType.Transaction;

    internal static DuckDbException FromEngine(string? message, string? sql, StatementText at = default) =>
        new(DuckDb.Errors.EngineMessage.Parse(message, sql, at), sql);
}
