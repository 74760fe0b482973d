using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using MsokoAnalytics.DuckDb.Reading;
using MsokoAnalytics.DuckDb.Types;

namespace MsokoAnalytics.DuckDb;

/// <summary>Names and types of the result's columns.</summary>
public sealed unsafe partial class DuckDbDataReader
{
    public override string GetName(int ordinal) => Described(ordinal).Name;

    /// <summary>The type as SQL writes it, e.g. <c>DECIMAL(5,2)</c>.</summary>
    public override string GetDataTypeName(int ordinal) => Described(ordinal).Type.Name;

    /// <summary>The engine's type.</summary>
    public DuckDbType GetDuckDbType(int ordinal) => Described(ordinal).Id;

    internal LogicalType TypeOf(int ordinal) => Described(ordinal).Type;

    public override Type GetFieldType(int ordinal) => Described(ordinal).Type.ClrType;

    /// <summary>Exact name first, then without regard to case.</summary>
    public override int GetOrdinal(string name)
    {
        ThrowIfClosed();
        if (_ordinals is null)
        {
            var exact = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < _columns.Length; i++) exact.TryAdd(_columns[i].Name, i);
            _ordinals = exact;
        }

        if (_ordinals.TryGetValue(name, out var ordinal)) return ordinal;
        ordinal = Array.FindIndex(_columns, c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return ordinal >= 0 ? ordinal : throw NoColumn($"В результате нет столбца «{name}».");
    }

    public ReadOnlyCollection<DbColumn> GetColumnSchema()
    {
        ThrowIfClosed();
        return new ReadOnlyCollection<DbColumn>([.. _columns.Select((column, i) => (DbColumn)new DuckDbColumn(column, i))]);
    }

    public override Task<ReadOnlyCollection<DbColumn>> GetColumnSchemaAsync(CancellationToken cancellationToken = default) => Task.FromResult(GetColumnSchema());

    public override DataTable? GetSchemaTable()
    {
        ThrowIfClosed();
        if (_columns.Length == 0) return null;
        var table = new DataTable("SchemaTable") { Locale = System.Globalization.CultureInfo.InvariantCulture };
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.NumericPrecision, typeof(short));
        table.Columns.Add(SchemaTableColumn.NumericScale, typeof(short));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        table.Columns.Add("DataTypeName", typeof(string));
        foreach (var column in GetColumnSchema())
        {
            table.Rows.Add(column.ColumnName, column.ColumnOrdinal, -1, (object?)(short?)column.NumericPrecision ?? DBNull.Value, (object?)(short?)column.NumericScale ?? DBNull.Value,
                column.DataType, true, column.DataTypeName);
        }

        return table;
    }

    private static IndexOutOfRangeException NoColumn(string message) => new(message);

    private VectorView Described(int ordinal)
    {
        ThrowIfClosed();
        if ((uint)ordinal >= (uint)_columns.Length) ThrowNoValue(ordinal);
        return _columns[ordinal];
    }

    private sealed class DuckDbColumn : DbColumn
    {
        public DuckDbColumn(VectorView column, int ordinal)
        {
            ColumnName = column.Name;
            ColumnOrdinal = ordinal;
            DataType = column.Type.ClrType;
            DataTypeName = column.Type.Name;
            AllowDBNull = true;
            if (column.Id != DuckDbType.Decimal) return;
            NumericPrecision = column.Type.Width;
            NumericScale = column.Type.Scale;
        }
    }
}
