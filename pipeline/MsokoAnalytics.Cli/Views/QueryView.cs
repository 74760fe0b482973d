using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace MsokoAnalytics.Cli.Views;

/// <summary>Prints the rows of a query as a table, CSV or JSON.</summary>
internal static class QueryView
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = false };

    /// <returns>Number of rows.</returns>
    public static long Table(DbDataReader reader, IAnsiConsole console, int maxRows)
    {
        var table = new Table { Border = TableBorder.Simple, Expand = false };
        for (var i = 0; i < reader.FieldCount; i++)
        {
            var column = new TableColumn(new Text(reader.GetName(i)));
            if (IsNumber(reader.GetFieldType(i))) column.RightAligned();
            table.AddColumn(column);
        }

        long rows = 0;
        while (reader.Read())
        {
            if (rows++ >= maxRows) continue;
            table.AddRow(Enumerable.Range(0, reader.FieldCount).Select(i => new Text(Show(reader.GetValue(i), CultureInfo.GetCultureInfo("ru-RU")))));
        }

        console.Write(table);
        console.MarkupLineInterpolated($"[grey]{(rows > maxRows ? $"показано {Russian.Number(maxRows)} из {Russian.Number(rows)} строк; все строки: --format csv" : Russian.Count(rows, "строка", "строки", "строк"))}[/]");
        return rows;
    }

    /// <summary>RFC 4180, comma, point as the decimal separator, UTF-8.</summary>
    public static long Csv(DbDataReader reader, TextWriter output)
    {
        output.WriteLine(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(i => Quote(reader.GetName(i)))));
        long rows = 0;
        var line = new StringBuilder();
        while (reader.Read())
        {
            line.Clear();
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (i > 0) line.Append(',');
                if (!reader.IsDBNull(i)) line.Append(Quote(Show(reader.GetValue(i), CultureInfo.InvariantCulture)));
            }

            output.WriteLine(line);
            rows++;
        }

        return rows;
    }

    /// <summary>A JSON array with one object per row.</summary>
    public static long JsonRows(DbDataReader reader, TextWriter output)
    {
        output.Write('[');
        long rows = 0;
        while (reader.Read())
        {
            output.Write(rows++ == 0 ? "\n" : ",\n");
            var row = new Dictionary<string, object?>(StringComparer.Ordinal);
            for (var i = 0; i < reader.FieldCount; i++) row[reader.GetName(i)] = reader.IsDBNull(i) ? null : Plain(reader.GetValue(i));
            output.Write(JsonSerializer.Serialize(row, Json));
        }

        output.WriteLine("\n]");
        return rows;
    }

    private static object? Plain(object value) => value switch
    {
        double d when !double.IsFinite(d) => null,
        float f when !float.IsFinite(f) => null,
        Int128 or UInt128 or System.Numerics.BigInteger or TimeSpan => value.ToString(),
        byte[] b => Convert.ToBase64String(b),
        _ => value,
    };

    private static string Show(object value, CultureInfo culture) => value switch
    {
        DBNull => "",
        string s => s,
        byte[] b => Convert.ToHexStringLower(b),
        DateTime t => t.ToString(t.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double d => d.ToString("0.######", culture),
        float f => f.ToString("0.######", culture),
        System.Collections.IDictionary or System.Collections.IEnumerable => JsonSerializer.Serialize(value, Json),
        IFormattable f => f.ToString(null, culture),
        _ => value.ToString() ?? "",
    };

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;
}
