using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Tests.Repeat;

/// <summary>A warehouse of another version of the program: what an earlier one did not have yet is added, anything else is refused before a row is written.</summary>
public sealed class OlderWarehouseTests : IDisposable
{
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];
    private readonly TempFolder _folder = new();

    private string Path => _folder.PathOf("w.duckdb");

    [Fact]
    public void Missing_tables_and_columns_that_may_be_empty_are_added_and_the_rows_stay()
    {
        Made();
        Change("DROP TABLE ops.file_stamp; DROP TABLE staging.stg_correction; ALTER TABLE staging.stg_vpr__row DROP COLUMN task_code; ALTER TABLE ops.run DROP COLUMN message");
        using var run = new IntakeRun(Path);
        run.Folder.WriteBytes("новый.csv", F1.Csv(new Pupil("40007")));
        Assert.Equal(1, Assert.Single(run.Load().Files).Loaded);
        Assert.Equal(["40001 | ∅", "40007 | 0"], run.Rows("SELECT participant_code, len(task_is_x) - len(task_score) FROM staging.stg_vpr__result ORDER BY ALL"));
        Assert.Equal("1", run.Scalar("SELECT count(*) FROM ops.file_stamp"));
        Assert.Equal("VARCHAR", run.Scalar("SELECT data_type FROM duckdb_columns() WHERE schema_name = 'ops' AND table_name = 'run' AND column_name = 'message'"));
    }

    [Theory]
    [InlineData("ALTER TABLE ops.source_file DROP COLUMN sha256", "в таблице ops.source_file на месте столбца sha256 стоит path")]
    [InlineData("ALTER TABLE ops.source_file ADD COLUMN later VARCHAR", "есть столбец later, которого эта версия не знает")]
    [InlineData("ALTER TABLE ops.source_sheet ALTER rows_read TYPE VARCHAR", "столбец rows_read имеет тип VARCHAR, а нужен INTEGER")]
    [InlineData("ALTER TABLE ops.source_copy DROP COLUMN file_key", "нет столбца file_key")]
    public void Anything_else_is_refused_with_both_versions_and_what_to_do(string change, string complaint)
    {
        Made();
        Change(change + "; INSERT INTO ops.run VALUES ('r', 'load', TIMESTAMP '2024-01-01', NULL, 'complete', '0.7.3', 'v1', NULL)");
        var before = Tables();
        var refused = Assert.Throws<WarehouseException>(() => WarehouseDatabase.Open(new WarehouseOptions { Path = Path }));
        Assert.Equal(WarehouseFault.Unreadable, refused.Fault);
        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
        Assert.Contains("0.7.3", refused.Message, StringComparison.Ordinal);
        Assert.Contains("msoko run ПАПКА --warehouse", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Tables());
    }

    [Fact]
    public void A_staging_table_of_another_form_is_refused_before_a_file_is_read()
    {
        Made();
        Change("ALTER TABLE staging.stg_vpr__row DROP COLUMN class_id");
        using var run = new IntakeRun(Path);
        run.Folder.WriteBytes("новый.csv", F1.Csv(new Pupil("40007")));
        var refused = Assert.Throws<WarehouseException>(() => run.Load());
        Assert.Contains("staging.stg_vpr__row на месте столбца class_id", refused.Message, StringComparison.Ordinal);
        Assert.Equal("1", run.Scalar("SELECT count(*) FROM ops.source_file"));
    }

    [Fact]
    public void A_table_where_this_version_has_a_view_is_refused()
    {
        Made();
        Change("CREATE TABLE staging.kept AS FROM staging.stg_vpr__result; DROP VIEW staging.stg_vpr__result; ALTER TABLE staging.kept RENAME TO stg_vpr__result");
        using var run = new IntakeRun(Path);
        run.Folder.WriteBytes("новый.csv", F1.Csv(new Pupil("40007")));
        var refused = Assert.Throws<WarehouseException>(() => run.Load());
        Assert.Contains("staging.stg_vpr__result — таблица, а в этой версии это представление", refused.Message, StringComparison.Ordinal);
        Assert.Equal("1", run.Scalar("SELECT count(*) FROM ops.source_file"));
    }

    public void Dispose() => _folder.Dispose();

    private void Made()
    {
        using var run = new IntakeRun(Path);
        run.Folder.WriteBytes("Ф1.csv", F1.Csv(new Pupil("40001")));
        run.Load();
    }

    private void Change(string sql)
    {
        using var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = Path, Snapshot = false });
        using var command = warehouse.Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private List<string> Tables()
    {
        using var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = Path, ReadOnly = true });
        using var command = warehouse.Connection.CreateCommand();
        command.CommandText = "SELECT schema_name || '.' || table_name || '.' || column_name || ' ' || data_type FROM duckdb_columns() WHERE NOT internal ORDER BY 1";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }
}
