using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Simulation;

/// <summary>One pupil's result in one work.</summary>
internal struct PupilResult
{
    public ulong PupilKey;

    /// <summary>Latent level, standard normal over the region.</summary>
    public double Level;

    public int Code;
    public int ClassIndex;
    public byte Variant;
    public bool IsBoy;
    public bool Absent;

    /// <summary>Score before any manipulation.</summary>
    public int HonestScore;

    /// <summary>Score as reported.</summary>
    public int Score;

    /// <summary>Mark as reported, 2…5; 0 when absent.</summary>
    public int Mark;

    /// <summary>Journal mark before inflation, 2…5; 0 = none.</summary>
    public int HonestJournal;

    /// <summary>Journal mark as reported, 2…5; 0 = none.</summary>
    public int Journal;
}

/// <summary>All results of one school in one work; task scores in one array.</summary>
internal sealed class Unit
{
    /// <summary>The task was not attempted.</summary>
    public const byte X = 255;

    private byte[] _tasks = [];

    public required School School { get; init; }

    public required Work Work { get; init; }

    /// <summary>Classes of the parallel that wrote the work.</summary>
    public List<ClassGroup> Classes { get; } = [];

    public PupilResult[] Pupils { get; private set; } = [];

    public int Tasks => Work.Profile.Tasks.Tasks;

    public List<PlantedManipulation> Manipulations { get; } = [];

    /// <summary>In the first issue of a file that is corrected later: pupil, task number, wrong and right score.</summary>
    public List<(int Pupil, int Task, int Wrong, int Right)> WrongScores { get; } = [];

    public int Writers
    {
        get
        {
            var n = 0;
            foreach (ref readonly var pupil in Pupils.AsSpan()) if (!pupil.Absent) n++;
            return n;
        }
    }

    public Span<byte> ScoresOf(int pupil) => _tasks.AsSpan(pupil * Tasks, Tasks);

    public void Allocate(int pupils)
    {
        Pupils = new PupilResult[pupils];
        _tasks = new byte[pupils * Tasks];
    }

    /// <summary>Keeps at most so many pupils.</summary>
    public void Truncate(int pupils)
    {
        if (pupils < Pupils.Length) Pupils = Pupils[..pupils];
    }

    /// <summary>The same results in new arrays.</summary>
    public Unit Copy()
    {
        var copy = new Unit { School = School, Work = Work };
        copy.Classes.AddRange(Classes);
        copy.Allocate(Pupils.Length);
        Pupils.CopyTo(copy.Pupils, 0);
        _tasks.CopyTo(copy._tasks, 0);
        return copy;
    }

    public ClassGroup ClassOf(in PupilResult pupil) => Classes[pupil.ClassIndex];
}

/// <summary>What was done to one class in one work.</summary>
/// <param name="ClassOrdinal">1-based.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Strength">1 weak, 2 medium, 3 strong.</param>
/// <param name="Teacher">A number of the teacher inside school and subject.</param>
/// <param name="Changed">Pupils whose reported result differs from the honest one.</param>
internal sealed record PlantedManipulation(int ClassOrdinal, ManipulationKind Kind, int Strength, int Teacher, int Changed);
