using MsokoAnalytics.DuckDb.Commands;
using MsokoAnalytics.DuckDb.Errors;
using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    /// <summary>In each text the place of the error is marked with «|», which is taken out before it runs.</summary>
    [Theory]
    [InlineData("SELECT |missing FROM (SELECT 1 AS a)", DuckDbErrorType.Binder)]
    [InlineData("SELECT 1;\nSELECT a\nFROM |nowhere\nWHERE a = 1", DuckDbErrorType.Catalog)]
    [InlineData("SELECT 1; SELECT 2; SELECT |missing FROM (SELECT 1 AS a)", DuckDbErrorType.Binder)]
    [InlineData("SELECT 'русский; текст', \";\" FROM (SELECT 1 AS \";\");\n\n  SELECT 'ещё', |missing FROM (SELECT 1 AS a)", DuckDbErrorType.Binder)]
    [InlineData("-- заметка; с точкой с запятой\nSELECT $$a;b$$ /* ; /* ; */ */;\r\nSELECT |missing FROM (SELECT 1 AS a)", DuckDbErrorType.Binder)]
    [InlineData("SELECT 1;\nSELECT 2 FRM |t", DuckDbErrorType.Parser)]
    [InlineData("SELECT 'очень длинная строка для того, чтобы движок её обрезал', 'и ещё одна такая же длинная строка до самого конца', |missing FROM (SELECT 1 AS a) WHERE 'хвост, который тоже не помещается в отрывок' <> ''", DuckDbErrorType.Binder)]
    public void Place_is_told(string marked, DuckDbErrorType type)
    {
        var sql = marked.Replace("|", "", StringComparison.Ordinal);
        var before = marked[..marked.IndexOf('|', StringComparison.Ordinal)];
        var line = before.Count(c => c == '\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');

        var error = Assert.Throws<DuckDbException>(() => _connection.Run(sql));

        Assert.Equal(type, error.ErrorType);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Equal(sql, error.Sql);
        Assert.Contains($"строка {line}, столбец {column}", error.Message, StringComparison.Ordinal);
        // The caret stands under the first letter of the marked word.
        var lines = error.Message.Split('\n');
        var word = new string([.. marked[(before.Length + 1)..].TakeWhile(char.IsLetter)]);
        Assert.Equal(lines[^2].IndexOf(word, StringComparison.Ordinal), lines[^1].IndexOf('^', StringComparison.Ordinal));
        Assert.DoesNotContain("LINE ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Place_of_an_error_while_reading()
    {
        // With several threads the engine may pass on "interrupted" in place of the error, see the next test.
        _connection.Run("SET threads = 1");
        using var command = _connection.Command("SELECT 1;\nSELECT CASE WHEN i = 4900000 THEN CAST('x' || i AS INTEGER) ELSE i END FROM range(5000000) t(i)");
        using var reader = command.ExecuteReader();
        reader.NextResult();
        var error = Assert.Throws<DuckDbException>(() =>
        {
            while (reader.Read()) { }
        });
        Assert.Equal(DuckDbErrorType.Conversion, error.ErrorType);
        Assert.Equal(2, error.Line);
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Interrupt_that_nobody_asked_for_says_so_and_one_that_was_asked_for_stays()
    {
        var raw = DuckDbException.FromEngine("INTERRUPT Error: Interrupted!", "SELECT 1");
        using var scope = new ExecutionScope(_connection, 0);
        var masked = Assert.IsType<DuckDbException>(DuckDbDataReader.Explain(raw, scope, CancellationToken.None));
        Assert.Equal(DuckDbErrorType.Interrupt, masked.ErrorType);
        Assert.Contains("SET threads = 1", masked.Message, StringComparison.Ordinal);
        Assert.Same(raw, masked.InnerException);

        _connection.Interrupt();
        Assert.Same(raw, DuckDbDataReader.Explain(raw, scope, CancellationToken.None));
    }

    [Theory]
    [InlineData("SELECT error('нарочно')", DuckDbErrorType.InvalidInput)]
    [InlineData("SELECT 200::TINYINT", DuckDbErrorType.Conversion)]
    [InlineData("SELECT 9223372036854775807 + 1::BIGINT", DuckDbErrorType.OutOfRange)]
    [InlineData("CREATE TABLE c(i INTEGER PRIMARY KEY); INSERT INTO c VALUES (1), (1)", DuckDbErrorType.Constraint)]
    [InlineData("COMMIT", DuckDbErrorType.Transaction)]
    [InlineData("SELECT * FROM read_csv('/нет/такого/файла.csv')", DuckDbErrorType.Io)]
    [InlineData("SET нет_такой_настройки = 1", DuckDbErrorType.Catalog)]
    public void Class_of_the_error_is_told(string sql, DuckDbErrorType expected)
    {
        var error = Assert.Throws<DuckDbException>(() => _connection.Run(sql));
        Assert.Equal(expected, error.ErrorType);
        Assert.Equal(2, _connection.Scalar("SELECT 2"));
    }

    [Fact]
    public void Message_without_a_place_is_kept_as_it_is()
    {
        var message = EngineMessage.Parse("IO Error: Could not set lock", "SELECT 1");
        Assert.Equal("IO Error: Could not set lock", message.Full);
        Assert.Null(message.Line);
        Assert.Equal(DuckDbErrorType.Unknown, EngineMessage.Parse(null, null).ErrorType);
    }

    [Fact]
    public void Ambiguous_excerpt_gives_the_line_only()
    {
        var message = EngineMessage.Parse("Binder Error: x\n\nLINE 1: ...a, a...\n           ^", "SELECT a, a, a, a");
        Assert.Equal((1, (int?)null), (message.Line!.Value, message.Column));
    }

    [Theory]
    [InlineData("SELECT 1", 1)]
    [InlineData("SELECT 1;", 1)]
    [InlineData(";;SELECT 1;;", 1)]
    [InlineData("SELECT ';'; SELECT \";\"; SELECT ''';'", 3)]
    [InlineData("SELECT E'\\';'; SELECT 2", 2)]
    [InlineData("SELECT $tag$ ; $$ ; $tag$; SELECT $1; SELECT $a$ ;", 3)]
    [InlineData("SELECT 1 -- ;\n; SELECT 2 /* ; */", 2)]
    [InlineData("-- ничего\n;/* и тут */", 0)]
    public void Texts_are_cut_at_their_semicolons(string sql, int count)
    {
        var statements = StatementSplitter.Split(sql);
        Assert.Equal(count, statements.Count);
        foreach (var statement in statements)
        {
            var lines = sql.Split('\n');
            Assert.StartsWith(statement.Text.Split('\n')[0], lines[statement.FirstLine][statement.FirstColumn..], StringComparison.Ordinal);
        }
    }

    public void Dispose() => _connection.Dispose();
}
