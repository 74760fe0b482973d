using System.Text;

namespace MsokoAnalytics.Intake.Tests.Repeat;

/// <summary>What rows name by numbers, places, classes and outcomes, is shared by the files of a batch, apart for files that give it another meaning, and goes with its last row.</summary>
public sealed class SharedPlaceTests
{
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];

    private const string Count = "SELECT (SELECT count(*) FROM staging.stg_vpr__place), (SELECT count(*) FROM staging.stg_vpr__class), (SELECT count(*) FROM staging.stg_vpr__outcome WHERE attendance = 'present')";

    [Fact]
    public void Files_of_a_batch_share_them()
    {
        using var run = new IntakeRun(workers: 1);
        for (var file = 0; file < 5; file++) run.Folder.WriteBytes($"Ф1 {file}.csv", F1.Csv(new Pupil($"4000{file}"), new Pupil($"4100{file}")));
        run.Load();
        Assert.Equal("10", run.Scalar("SELECT count(*) FROM staging.stg_vpr__result"));
        Assert.Equal("1 | 1 | 1", run.Scalar(Count));
    }

    [Fact]
    public void A_school_that_the_file_names_is_that_of_its_own_rows()
    {
        using var run = new IntakeRun(workers: 1);
        // No cell names a school, and the cells are the same.
        run.Folder.Write("manifest.csv", "файл;логин ОО\n*1.xlsx;edu220005\n*2.xlsx;edu220006\n*3.xlsx;edu220006\n");
        for (var file = 1; file <= 3; file++) run.Folder.WriteBytes($"ВПР 2026 Математика {file + 3} класс {file}.xlsx", VprForm.All["vpr_collection_form"].Xlsx(Pupil.Good($"4000{file}")));
        run.Load();
        Assert.Equal(["220005 | 40001", "220006 | 40002", "220006 | 40003"], run.Rows("SELECT school_id, participant_code FROM staging.stg_vpr__result ORDER BY ALL"));
        Assert.Equal("2 | 1 | 1", run.Scalar(Count));
    }

    [Fact]
    public void They_go_with_their_last_row()
    {
        using var run = new IntakeRun(workers: 1);
        run.Folder.WriteBytes("Ф1.csv", F1.Csv(new Pupil("40001")));
        run.Folder.WriteBytes("Ф1 вторая.csv", F1.Csv(new Pupil("40002") { Class = "5Б" }));
        run.Load();
        Assert.Equal("1 | 2 | 1", run.Scalar(Count));
        run.Folder.WriteBytes("Ф1 вторая.csv", F1.Csv(new Pupil("40002") { Class = "5В" }));
        run.Load();
        Assert.Equal(2, run.Rows("SELECT class_id FROM staging.stg_vpr__class").Count);
        Assert.Empty(run.Rows("SELECT class_id FROM staging.stg_vpr__class WHERE class_id NOT IN (SELECT class_id FROM staging.stg_vpr__row)"));
        Assert.Empty(run.Rows("SELECT place_id FROM staging.stg_vpr__place WHERE place_id NOT IN (SELECT place_id FROM staging.stg_vpr__row)"));
        Assert.Equal(2, run.Rows("SELECT participant_code FROM staging.stg_vpr__result").Count);
    }

    [Fact]
    public void A_file_that_turns_out_to_be_unreadable_leaves_no_school()
    {
        using var run = new IntakeRun(workers: 1);
        run.Folder.WriteBytes("а.csv", F1.Csv(new Pupil("40001")));
        // Its rows have been read when one comes that is too wide.
        run.Folder.WriteBytes("б.csv", [.. F1.Csv([.. Enumerable.Range(0, 500).Select(i => new Pupil($"5{i:0000}") { Login = "edu000777" })]), .. Encoding.ASCII.GetBytes(new string(';', 5000) + "1\r\n")]);
        Assert.Equal(["loaded", "failed"], run.Load().Files.Select(f => f.Status));
        Assert.Equal(["000389"], run.Rows("SELECT DISTINCT school_id FROM staging.stg_vpr__place"));
    }
}
