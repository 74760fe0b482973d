using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Simulation;

/// <summary>
/// Participant codes of a parallel: five digits beginning with the actual grade, given anew every year, the same for all
/// subjects of the year but for the few pupils who took a neighbour's code.
/// </summary>
internal sealed class ParticipantCodes
{
    /// <summary>Pairs of neighbours that swap codes in one work; twice that share of pupils is mislinked.</summary>
    private const double SwapShare = 0.04;

    private readonly Dictionary<int, int[]> _byClass = [];

    public ParticipantCodes(School school, ClassGroup[] parallel, Work work)
    {
        var grade = work.GradePlan.ActualGrade;
        var prefix = grade >= 10 ? grade * 1000 : grade * 10_000;
        var next = prefix + 1;
        foreach (var group in parallel)
        {
            var codes = new int[group.Size];
            for (var i = 0; i < codes.Length; i++) codes[i] = next++;
            var random = new KeyedRandom(KeyedRandom.Key(group.Key, Purpose.Codes, work.Plan.Year, grade));
            random.Shuffle<int>(codes);
            Swap(codes, new KeyedRandom(KeyedRandom.Key(group.Key, Purpose.CodeMismatch, work.Number)));
            _byClass.Add(group.Ordinal, codes);
        }
    }

    public int Of(ClassGroup group, int place) => _byClass[group.Ordinal][place];

    private static void Swap(int[] codes, KeyedRandom random)
    {
        for (var i = 0; i + 1 < codes.Length; i += 2)
            if (random.Chance(SwapShare)) (codes[i], codes[i + 1]) = (codes[i + 1], codes[i]);
    }
}
