using System.Globalization;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>Real files, read in place.</summary>
public sealed class RealDataTests
{
    [SharedFact]
    public void Journal_exports_of_the_real_class_are_accounted_for()
    {
        using var folder = new TempFolder();
        var warehouse = folder.PathOf("w.duckdb");
        var run = Msoko.Run("run", SharedData.PathOf("data", "sgo_exports"), "-w", warehouse, "-o", folder.PathOf("out"));
        Assert.True(run.ExitCode == 0, run.All);
        // Published in the data's README: 560 subject rows, the system's own mean reproduced in 553 of them.
        Assert.Equal("560", Msoko.Scalar(warehouse, "SELECT count(*) FROM core.fct_sgo_subject"));
        Assert.Equal("7", Msoko.Scalar(warehouse, "SELECT count(*) FROM marts.mart_sgo_mismatch"));
        Assert.True(int.Parse(Msoko.Scalar(warehouse, "SELECT sum(len(marks)) FROM staging.stg_sgo__lesson_mark"), CultureInfo.InvariantCulture) is > 2500 and < 2650);
        Assert.Equal("28", Msoko.Scalar(warehouse, "SELECT count(DISTINCT pupil_no) FROM staging.stg_sgo__report_card"));
    }

    [SharedFact]
    public void Official_aggregates_are_read_to_the_last_digit()
    {
        using var folder = new TempFolder();
        var warehouse = folder.PathOf("w.duckdb");
        var run = Msoko.Run("run", SharedData.PathOf("data", "fisoko_aggregates"), "-w", warehouse, "-o", folder.PathOf("out"));
        Assert.True(run.ExitCode == 0, run.All);
        Assert.Equal(["country,РФ,35589,1722202,5.06,32.92,44.33,17.69"],
            Msoko.Rows(warehouse, "SELECT scope, scope_id, n_schools, n_participants, pct2, pct3, pct4, pct5 FROM staging.stg_vpr__mark_statistics WHERE scope = 'country'"));
        Assert.Equal(["municipality,20_m001,2817,40.86,1151,56.66,1596,2.48,70", "region,20,29589,37.22,11011,60.67,17951,2.11,624", "school,200001,93,55.91,52,39.78,37,4.30,4"],
            Msoko.Rows(warehouse, "SELECT scope, scope_id, n_total, lowered_pct, lowered_n, confirmed_pct, confirmed_n, raised_pct, raised_n FROM staging.stg_vpr__journal_comparison ORDER BY scope"));
    }
}
