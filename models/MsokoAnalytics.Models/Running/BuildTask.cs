using MsokoAnalytics.Models.Contracts;
using MsokoAnalytics.Models.Running.Partitions;

namespace MsokoAnalytics.Models.Running;

/// <summary>A model that has to be built, and how.</summary>
/// <param name="Model">The model.</param>
/// <param name="Hash">Hash of its inputs.</param>
/// <param name="Plan">Its partitions; null where it is not built by parts.</param>
/// <param name="Part">The partitions to be built; null for the whole.</param>
/// <param name="Charge">What it is charged from now on.</param>
internal sealed record BuildTask(ModelDefinition Model, string Hash, PartitionPlan? Plan, PartialBuild? Part, SharedTime.Charge Charge);
