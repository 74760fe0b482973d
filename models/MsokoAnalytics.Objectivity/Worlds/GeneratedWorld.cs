using System.Runtime.InteropServices;
using MsokoAnalytics.Objectivity.Inputs;

namespace MsokoAnalytics.Objectivity.Worlds;

public enum SchoolType
{
    Town,
    Gymnasium,
    Rural,
}

/// <summary>What was done to a unit.</summary>
/// <param name="Kind">Mechanism; <see cref="Mechanism.None"/> for honest units.</param>
/// <param name="Strength">0 weak, 1 medium, 2 strong.</param>
/// <param name="Changed">Pupils whose ВПР record was changed.</param>
/// <param name="Improved">Honest improvement of the school or a strong new teacher.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UnitTruth(Mechanism Kind, int Strength, int Changed, bool Improved)
{
    /// <summary>The ВПР was manipulated and at least one record changed.</summary>
    public bool IsManipulated => Kind is not (Mechanism.None or Mechanism.Inflate) && Changed > 0;

    /// <summary>A manipulation that changed nothing is neither a case nor a control.</summary>
    public bool Counts => Kind is Mechanism.None or Mechanism.Inflate || Changed > 0;
}

/// <summary>A world with known truth.</summary>
/// <param name="Data">What an analyst sees.</param>
/// <param name="Truth">By class, subject and year.</param>
/// <param name="Types">By school.</param>
public sealed record GeneratedWorld(ObjectivityData Data, IReadOnlyDictionary<(int Class, int Subject, int Year), UnitTruth> Truth, SchoolType[] Types);
