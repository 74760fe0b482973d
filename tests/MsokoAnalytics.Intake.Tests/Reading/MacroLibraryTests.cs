using MsokoAnalytics.Intake.Loading;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>A connection gets the macros that its statements name, and no other.</summary>
public sealed class MacroLibraryTests : IDisposable
{
    private readonly WarehouseDatabase _warehouse = WarehouseDatabase.Open(new WarehouseOptions());
    private readonly MacroLibrary _macros = new(
    [
        """
        -- Names a later one.
        CREATE OR REPLACE TEMP MACRO first(c) AS second(c) + 1;
        CREATE OR REPLACE TEMP MACRO second(c) AS c * 2;
        CREATE OR REPLACE TEMP MACRO other(c) AS c;
        """,
        "CREATE OR REPLACE TEMP TABLE words AS SELECT * FROM (VALUES ('a'), ('b')) AS t(word)",
    ]);

    [Fact]
    public void What_a_statement_names_is_made_with_what_that_names()
    {
        _macros.Ensure(_warehouse.Connection, "SELECT first(3)");
        Assert.Equal("7", Scalar("SELECT first(3)"));
        Assert.Equal("first, second", Made());
        _macros.Ensure(_warehouse.Connection, "SELECT count(*) FROM words");
        Assert.Equal("2", Scalar("SELECT count(*) FROM words"));
        Assert.Equal("first, second", Made());
    }

    [Fact]
    public void Each_connection_has_its_own()
    {
        _macros.EnsureAll(_warehouse.Connection);
        Assert.Equal("first, other, second", Made());
        using var another = _warehouse.NewConnection();
        _macros.Ensure(another, "other");
        using var command = another.CreateCommand();
        command.CommandText = "SELECT string_agg(function_name, ', ' ORDER BY function_name) FROM duckdb_functions() WHERE function_type = 'macro' AND database_name = 'temp'";
        Assert.Equal("other", command.ExecuteScalar());
    }

    [Fact]
    public void Nothing_is_made_twice()
    {
        _macros.Ensure(_warehouse.Connection, "other");
        Scalar("DROP MACRO other");
        _macros.Ensure(_warehouse.Connection, "other");
        Assert.Equal("∅", Made());
    }

    public void Dispose() => _warehouse.Dispose();

    private string Made() => Scalar("SELECT string_agg(function_name, ', ' ORDER BY function_name) FROM duckdb_functions() WHERE function_type = 'macro' AND database_name = 'temp'");

    private string Scalar(string sql)
    {
        using var command = _warehouse.Connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is { } value and not DBNull ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)! : "∅";
    }
}
