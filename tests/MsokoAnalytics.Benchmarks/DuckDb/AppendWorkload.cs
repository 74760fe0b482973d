using System.Globalization;
using System.Text;
using MsokoAnalytics.DuckDb;

namespace MsokoAnalytics.Benchmarks.DuckDb;

/// <summary>Ways of writing rows of eight columns, as a staging table has them, and of rows with lists of task scores.</summary>
internal sealed class AppendWorkload : IDisposable
{
    private readonly DuckDbConnection _connection;
    private readonly byte[][] _schools;
    private readonly byte[][] _names;
    private readonly byte[][] _marks = [[.. "0"u8], [.. "1"u8], [.. "2"u8], [.. "Х"u8], [.. "12,5"u8], [.. "М"u8], [.. "sch000389"u8]];

    /// <param name="rows">Rows to write in each run.</param>
    /// <param name="dataSource">A file, or <c>:memory:</c>.</param>
    public AppendWorkload(int rows, string dataSource)
    {
        Rows = rows;
        _connection = new DuckDbConnection($"Data Source={dataSource};threads=1");
        _connection.Open();
        _schools = [.. Enumerable.Range(0, 650).Select(i => Encoding.UTF8.GetBytes(i.ToString("D6", CultureInfo.InvariantCulture)))];
        _names = [.. Enumerable.Range(0, 650).Select(i => Encoding.UTF8.GetBytes("МБОУ «СОШ № " + i.ToString(CultureInfo.InvariantCulture) + "»"))];
    }

    public int Rows { get; }

    /// <summary>Eight columns by the typed setters: BIGINT, INTEGER, SMALLINT, TINYINT, DOUBLE, DATE, BOOLEAN and a VARCHAR of 6 bytes.</summary>
    public long Setters()
    {
        Recreate("a BIGINT, b INTEGER, c SMALLINT, d TINYINT, e DOUBLE, f DATE, g BOOLEAN, h VARCHAR");
        var day = new DateOnly(2021, 3, 1);
        using var app = _connection.CreateAppender("t");
        for (var i = 0; i < Rows; i++)
        {
            app.SetInt64(0, i);
            app.SetInt32(1, i & 0xFFFF);
            app.SetInt16(2, (short)(i & 0x7FF));
            app.SetSByte(3, (sbyte)(2 + (i & 3)));
            app.SetDouble(4, i * 0.25);
            app.SetDate(5, day);
            app.SetBoolean(6, (i & 1) == 0);
            app.SetString(7, _schools[i % 650]);
            app.EndRow();
        }

        app.Close();
        return Count();
    }

    /// <summary>The same with a VARCHAR of more than 12 bytes and every eighth value NULL.</summary>
    public long LongTextsAndNulls()
    {
        Recreate("a BIGINT, b INTEGER, c SMALLINT, d TINYINT, e DOUBLE, f DATE, g VARCHAR, h VARCHAR");
        var day = new DateOnly(2021, 3, 1);
        using var app = _connection.CreateAppender("t");
        for (var i = 0; i < Rows; i++)
        {
            app.SetInt64(0, i);
            app.SetInt32(1, i & 0xFFFF);
            app.SetInt16(2, (short)(i & 0x7FF));
            if ((i & 7) == 0) app.SetNull(3);
            else app.SetSByte(3, (sbyte)(2 + (i & 3)));
            app.SetDouble(4, i * 0.25);
            app.SetDate(5, day);
            app.SetString(6, _schools[i % 650]);
            app.SetString(7, _names[i % 650]);
            app.EndRow();
        }

        app.Close();
        return Count();
    }

    /// <summary>Eight columns by whole spans.</summary>
    public long Spans()
    {
        Recreate("a BIGINT, b INTEGER, c SMALLINT, d TINYINT, e DOUBLE, f DATE, g BOOLEAN, h UINTEGER");
        var a = new long[2048];
        var b = new int[2048];
        var c = new short[2048];
        var d = new sbyte[2048];
        var e = new double[2048];
        var f = new int[2048];
        var g = new bool[2048];
        var h = new uint[2048];
        using var app = _connection.CreateAppender("t");
        for (var start = 0; start < Rows;)
        {
            var count = Math.Min(app.RowsLeft, Rows - start);
            for (var i = 0; i < count; i++)
            {
                a[i] = start + i;
                b[i] = i;
                c[i] = (short)i;
                d[i] = (sbyte)(i & 3);
                e[i] = i * 0.25;
                f[i] = 18000 + (i & 63);
                g[i] = (i & 1) == 0;
                h[i] = (uint)i;
            }

            app.SetColumn(0, a.AsSpan(0, count));
            app.SetColumn(1, b.AsSpan(0, count));
            app.SetColumn(2, c.AsSpan(0, count));
            app.SetColumn(3, d.AsSpan(0, count));
            app.SetColumn(4, e.AsSpan(0, count));
            app.SetColumn(5, f.AsSpan(0, count));
            app.SetColumn(6, g.AsSpan(0, count));
            app.SetColumn(7, h.AsSpan(0, count));
            app.EndRows(count);
            start += count;
        }

        app.Close();
        return Count();
    }

    /// <summary>A participant's row: key, row, school, code, and TINYINT[] and BOOLEAN[] of 20 tasks.</summary>
    public long TaskLists()
    {
        Recreate("a BIGINT, b INTEGER, c VARCHAR, d INTEGER, e TINYINT[], f BOOLEAN[]");
        using var app = _connection.CreateAppender("t");
        for (var i = 0; i < Rows; i++)
        {
            app.SetInt64(0, 1234567890123L);
            app.SetInt32(1, i);
            app.SetString(2, _schools[i % 650]);
            app.SetInt32(3, 10000 + i);
            app.BeginList(4);
            for (var k = 0; k < 20; k++)
            {
                if (k == 7) app.AppendListNull();
                else app.AppendListInt8((sbyte)((i + k) & 1));
            }

            app.EndList();
            app.BeginList(5);
            for (var k = 0; k < 20; k++) app.AppendListBoolean(k == 7);
            app.EndList();
            app.EndRow();
        }

        app.Close();
        return Count();
    }

    /// <summary>The same by whole lists.</summary>
    public long TaskSpans()
    {
        Recreate("a BIGINT, b INTEGER, c VARCHAR, d INTEGER, e TINYINT[], f BOOLEAN[]");
        var scores = new sbyte[20];
        var known = new bool[20];
        using var app = _connection.CreateAppender("t");
        for (var i = 0; i < Rows; i++)
        {
            app.SetInt64(0, 1234567890123L);
            app.SetInt32(1, i);
            app.SetString(2, _schools[i % 650]);
            app.SetInt32(3, 10000 + i);
            for (var k = 0; k < 20; k++)
            {
                scores[k] = (sbyte)((i + k) & 1);
                known[k] = k != 7;
            }

            app.SetList(4, scores, known);
            app.SetList(5, known.AsSpan());
            app.EndRow();
        }

        app.Close();
        return Count();
    }

    /// <summary>A verbatim row of a workbook: file, sheet, row and 35 cells as VARCHAR[], nearly all short, one long and one NULL.</summary>
    public long RawCells()
    {
        Recreate("a BIGINT, b INTEGER, c INTEGER, d VARCHAR[]");
        using var app = _connection.CreateAppender("t");
        for (var i = 0; i < Rows; i++)
        {
            app.SetInt64(0, 1234567890123L);
            app.SetInt32(1, 1);
            app.SetInt32(2, i);
            app.BeginList(3);
            app.AppendListNull();
            app.AppendListString(_names[i % 650]);
            for (var k = 2; k < 35; k++) app.AppendListString(_marks[(i + k) % 7]);
            app.EndList();
            app.EndRow();
        }

        app.Close();
        return Count();
    }

    public void Dispose() => _connection.Dispose();

    private void Recreate(string columns) => Execute($"CREATE OR REPLACE TABLE t({columns})");

    private long Count() => (long)Execute("SELECT count(*) FROM t")!;

    private object? Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
