using System.Runtime.ExceptionServices;

namespace MsokoAnalytics.DemoData.Output;

/// <summary>Runs numbered jobs in parallel; a failure comes out as itself, not wrapped.</summary>
internal static class ParallelWork
{
    public static void For(int count, int threads, Action<int> body, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, options, body);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }
}
