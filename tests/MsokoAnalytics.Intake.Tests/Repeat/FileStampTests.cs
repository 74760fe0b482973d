namespace MsokoAnalytics.Intake.Tests.Repeat;

/// <summary>A file of the size and time of an earlier load is not read again; what could have been changed behind these two is.</summary>
public sealed class FileStampTests
{
    private const string Name = "Ф1.csv";
    private static readonly VprForm F1 = VprForm.All["vpr_f1"];
    private static readonly DateTime LongAgo = new(2024, 5, 20, 9, 30, 0, DateTimeKind.Utc);

    /// <summary>The second content differs in one mark: the size stays.</summary>
    private static readonly byte[] First = F1.Csv(new Pupil("40001") { Total = 5 }), Second = F1.Csv(new Pupil("40001") { Total = 6 });

    [Fact]
    public void Size_and_time_as_before_mean_the_content_as_before_until_files_are_distrusted()
    {
        Assert.Equal(First.Length, Second.Length);
        using var run = new IntakeRun();
        Write(run, First, LongAgo);
        run.Load();
        Assert.Equal("5", Score(run));

        // What the product says it cannot see: documented, and the reason for --rehash.
        Write(run, Second, LongAgo);
        Assert.True(Assert.Single(run.Load().Files).Unchanged);
        Assert.Equal("5", Score(run));

        run.Rehash = true;
        Assert.False(Assert.Single(run.Load().Files).Unchanged);
        Assert.Equal("6", Score(run));
        run.Rehash = false;
        Assert.True(Assert.Single(run.Load().Files).Unchanged);
        Assert.Equal("6", Score(run));
    }

    [Fact]
    public void Another_time_or_size_is_read()
    {
        using var run = new IntakeRun();
        Write(run, First, LongAgo);
        run.Load();
        // The smallest step a file system tells.
        Write(run, Second, LongAgo.AddTicks(10));
        Assert.False(Assert.Single(run.Load().Files).Unchanged);
        Assert.Equal("6", Score(run));
        Write(run, F1.Csv(new Pupil("40001") { Total = 5 }, new Pupil("40002")), LongAgo.AddTicks(10));
        Assert.False(Assert.Single(run.Load().Files).Unchanged);
        Assert.Equal("5", Score(run));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public void A_file_changed_when_it_was_read_or_in_the_future_is_read_again(int secondsAhead)
    {
        using var run = new IntakeRun();
        var time = DateTime.UtcNow.AddSeconds(secondsAhead);
        Write(run, First, time);
        run.Load();
        Write(run, Second, time);
        Assert.False(Assert.Single(run.Load().Files).Unchanged);
        Assert.Equal("6", Score(run));
    }

    [Fact]
    public void A_moved_file_and_one_of_another_folder_are_known_by_their_content()
    {
        using var run = new IntakeRun();
        Write(run, First, LongAgo);
        run.Load();
        using var other = new TempFolder();
        other.WriteBytes(Name, Second);
        File.SetLastWriteTimeUtc(other.PathOf(Name), LongAgo);
        run.Load(other.FullName);
        Assert.Equal("6", Score(run));
        Assert.Equal("2", run.Scalar("SELECT count(DISTINCT folder) FROM ops.file_stamp"));
        File.Move(run.Folder.PathOf(Name), run.Folder.PathOf("Ф1 (исправлено).csv"));
        Assert.Equal(["Ф1 (исправлено).csv"], run.Load().Files.Select(f => f.Path));
        Assert.Equal("Ф1 (исправлено).csv | Ф1.csv", string.Join(" | ", run.Rows("SELECT path FROM ops.file_stamp ORDER BY path")));
    }

    private static void Write(IntakeRun run, byte[] content, DateTime modified)
    {
        run.Folder.WriteBytes(Name, content);
        File.SetLastWriteTimeUtc(run.Folder.PathOf(Name), modified);
    }

    private static string Score(IntakeRun run) => run.Scalar("SELECT primary_score FROM staging.stg_vpr__result WHERE participant_code = '40001'");
}
