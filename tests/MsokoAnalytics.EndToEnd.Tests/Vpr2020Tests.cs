using System.Globalization;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>The autumn of 2020 is outside the demonstration's own years: its layout is generated and loaded here, pupil by pupil.</summary>
public sealed class Vpr2020Tests
{
    [Fact]
    public void A_demonstration_of_2020_is_loaded_as_it_was_meant()
    {
        using var folder = new TempFolder();
        var written = Msoko.Run("demo", "--dir", folder.FullName, "--schools", "3", "--years", "2020", "--dirt", "0", "--files-only");
        Assert.True(written.ExitCode == 0, written.All);
        var warehouse = folder.PathOf("w.duckdb");
        // Nine works are enough; among them 8 БИ, whose columns are not those of 2021.
        var load = Msoko.Run("load", folder.PathOf("data", "ВПР 2020 осень", "8 класс"), "-w", warehouse);
        Assert.True(load.ExitCode == 0, load.All);

        var expected = new List<string>();
        foreach (var file in Directory.GetFiles(folder.PathOf("truth", "results"), "ВПР-2020-autumn-08-*.csv"))
        {
            var lines = File.ReadAllLines(file).Select(l => l.Split(';')).ToList();
            var at = new[] { "school_id", "participant_code", "absent", "primary_score", "journal_mark" }.Select(c => Array.IndexOf(lines[0], c)).ToArray();
            Assert.DoesNotContain(-1, at);
            // «ВПР-2020-autumn-07-МА-base»
            var work = Path.GetFileNameWithoutExtension(file).Split('-');
            foreach (var cells in lines.Skip(1))
            {
                var isAbsent = cells[at[2]] == "1";
                expected.Add(string.Join(',', int.Parse(work[3], CultureInfo.InvariantCulture), work[4], cells[at[0]], cells[at[1]], isAbsent ? "absent" : "present", isAbsent ? "" : cells[at[3]], cells[at[4]] == "0" ? "" : cells[at[4]]));
            }
        }

        Assert.True(expected.Count > 500, $"{expected.Count} pupils");
        var loaded = Msoko.Rows(warehouse,
            """
            SELECT s.grade, s.subject, r.school_id, r.participant_code, r.attendance, CASE WHEN r.attendance = 'present' THEN r.primary_score END, r.journal_mark
            FROM staging.stg_vpr__result AS r JOIN staging.stg_sheet AS s USING (file_key, sheet_no) WHERE s.layout_id = 'vpr_2020' AND s.year = 2020 AND s.wave = 'autumn'
            """);
        Assert.Equal(expected.Order(StringComparer.Ordinal), loaded.Order(StringComparer.Ordinal));
        Assert.Equal("0", Msoko.Scalar(warehouse, "SELECT count(*) FROM rejects.reject"));
    }
}
