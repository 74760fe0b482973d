using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace MsokoAnalytics.DuckDb;

/// <summary>
/// A parameter's value. A name (with or without <c>$</c>, <c>@</c>, <c>:</c>) binds <c>$name</c>; without a name the position among the
/// nameless parameters binds <c>?</c> and <c>$1</c>. The type follows from the value: see the provider's documentation for the table.
/// </summary>
public sealed class DuckDbParameter : DbParameter
{
    private string _name = string.Empty;
    private DbType? _dbType;

    public DuckDbParameter() { }

    /// <summary>A positional parameter.</summary>
    public DuckDbParameter(object? value) => Value = value;

    /// <summary>A named parameter.</summary>
    public DuckDbParameter(string name, object? value)
    {
        ParameterName = name;
        Value = value;
    }

    /// <summary>Only a hint: <see cref="DbType.Date"/> makes a <see cref="DateTime"/> a DATE; otherwise the value decides.</summary>
    public override DbType DbType
    {
        get => _dbType ?? DbType.Object;
        set => _dbType = value;
    }

    public override ParameterDirection Direction
    {
        get => ParameterDirection.Input;
        set
        {
            if (value != ParameterDirection.Input) throw new NotSupportedException("У DuckDB есть только входные параметры.");
        }
    }

    public override bool IsNullable { get; set; } = true;

    [AllowNull]
    public override string ParameterName
    {
        get => _name;
        set => _name = value ?? string.Empty;
    }

    public override int Size { get; set; }

    [AllowNull]
    public override string SourceColumn { get; set; } = string.Empty;

    public override bool SourceColumnNullMapping { get; set; }

    public override object? Value { get; set; }

    /// <summary>The name as the engine knows it; empty for a positional parameter.</summary>
    internal string BareName => _name.TrimStart('$', '@', ':');

    public override void ResetDbType() => _dbType = null;
}
