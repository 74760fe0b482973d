using MsokoAnalytics.DemoData.Randomness;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.World;

/// <summary>Which classes write which subject.</summary>
internal static class SubjectDraw
{
    /// <summary>Common subjects are written by every class; from each list of random subjects a class draws one, anew every year.</summary>
    public static bool Writes(ClassGroup group, Work work)
    {
        var code = work.Subject.Code;
        var plan = work.GradePlan;
        if (plan.Common.Contains(code)) return true;
        if (code is "АЯ" or "НЯ" && plan.Common.Contains(GradePlan.ForeignLanguage)) return group.ForeignLanguage == code;
        for (var i = 0; i < plan.Draws.Length; i++)
        {
            var draw = plan.Draws[i];
            if (Array.IndexOf(draw, code) < 0) continue;
            if (draw[new KeyedRandom(KeyedRandom.Key(group.Key, Purpose.SubjectDraw, work.Plan.Year, i)).NextInt(draw.Length)] == code) return true;
        }

        return false;
    }
}
