using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Worlds;

namespace MsokoAnalytics.Objectivity.Tests.Worlds;

/// <summary>Generated worlds: same for every number of threads, with the margins that reference/methods.md §5.2 publishes.</summary>
public class GeneratorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_world_on_one_and_on_many_threads()
    {
        var many = WorldGenerator.Generate(new WorldParameters { Schools = 9, Years = 2 }, 5);
        var one = Threads.OnOne(() => WorldGenerator.Generate(new WorldParameters { Schools = 9, Years = 2 }, 5));
        Assert.Equal(many.Data.Tests.SelectMany(t => t.Score), one.Data.Tests.SelectMany(t => t.Score));
        Assert.Equal(many.Data.Tests.SelectMany(t => t.Items), one.Data.Tests.SelectMany(t => t.Items));
        Assert.Equal(many.Truth.OrderBy(t => t.Key), one.Truth.OrderBy(t => t.Key));
        Assert.NotEqual(many.Data.Tests[0].Score, WorldGenerator.Generate(new WorldParameters { Schools = 9, Years = 2 }, 6).Data.Tests[0].Score);
    }

    [Fact]
    public void Margins_are_the_published_ones()
    {
        var world = WorldGenerator.Generate(new WorldParameters { Schools = 120, Years = 1 }, 3);
        double n = 0, down = 0, same = 0, two = 0, five = 0;
        foreach (var test in world.Data.Tests)
        {
            for (var i = 0; i < test.Rows; i++)
            {
                if (test.Score[i] < 0) continue;
                var mark = test.Mark(test.Score[i]);
                n++;
                if (mark < test.Journal[i]) down++;
                if (mark == test.Journal[i]) same++;
                if (mark == 2) two++;
                if (mark == 5) five++;
            }
        }

        // Published for the reference generator: 34/52/14 %, marks 12/36/38/14 %; schools are few, so each world wanders by some points.
        Assert.InRange(down / n, .28, .40);
        Assert.InRange(same / n, .46, .58);
        Assert.InRange(two / n, .07, .17);
        Assert.InRange(five / n, .09, .20);
        Assert.InRange(1 - (n / world.Data.Tests.Sum(t => t.Rows)), .04, .12);
    }

    [Fact]
    public void A_clean_world_has_no_manipulation_and_a_strong_one_only_strong_ones()
    {
        Assert.DoesNotContain(WorldGenerator.Generate(Scenarios.Find("zero")! with { Schools = 15 }, 1).Truth.Values, t => t.IsManipulated);
        var strong = WorldGenerator.Generate(Scenarios.Find("strong")! with { Schools = 30, Prone = .6 }, 1).Truth.Values.Where(t => t.IsManipulated).ToArray();
        Assert.NotEmpty(strong);
        Assert.All(strong, t => Assert.Equal(2, t.Strength));
    }

    [Fact]
    public void Scores_are_sums_of_items_within_their_maxima()
    {
        foreach (var test in WorldGenerator.Generate(Scenarios.Find("highprev")! with { Schools = 10 }, 8).Data.Tests)
        {
            for (var i = 0; i < test.Rows; i++)
            {
                Assert.Equal(test.Score[i], test.ItemTotal[i]);
                Assert.InRange(test.Score[i], (short)-1, (short)test.MaxScore);
                Assert.InRange(test.Journal[i], (sbyte)2, (sbyte)5);
            }
        }
    }

    [Fact]
    public void Masks_leave_what_their_tier_says()
    {
        var data = WorldGenerator.Generate(new WorldParameters { Schools = 8, Years = 1 }, 2).Data;
        Assert.All(TierMask.Apply(data, DataTier.T3).Tests, t => Assert.True(t.HasItems && t.Journal.All(j => j == 0) && t.Rows == t.Participants));
        Assert.All(TierMask.Apply(data, DataTier.T4).Tests, t => Assert.True(!t.HasItems && t.Journal.Any(j => j > 0) && t.Rows == t.Participants));
        Assert.All(TierMask.Apply(data, DataTier.T5).Tests, t => Assert.True(!t.HasItems && t.Journal.All(j => j == 0)));
    }
}
