using MsokoAnalytics.Models.Running;

namespace MsokoAnalytics.Models.Tests.Running;

public class SharedTimeTests
{
    [Fact]
    public void Time_of_two_at_once_is_halved_and_nothing_is_lost()
    {
        var clock = new HandClock();
        var time = new SharedTime(clock);
        var a = time.Begin();
        clock.Pass(2);
        var b = time.Begin();
        clock.Pass(4);
        a.Dispose();
        a.Dispose();
        clock.Pass(1);
        b.Dispose();
        clock.Pass(8);
        var c = time.Begin();
        clock.Pass(3);
        c.Dispose();
        Assert.Equal((4.0, 3.0, 3.0), (a.Seconds, b.Seconds, c.Seconds));
        Assert.Equal((true, true, false), (a.WasShared, b.WasShared, c.WasShared));
        Assert.All([a, b, c], charge => Assert.True(charge.ProcessorSeconds >= 0));
    }

    [Theory]
    [InlineData("3.7 GiB", 3.7 * 1024 * 1024 * 1024)]
    [InlineData("512.0 MiB", 536870912)]
    [InlineData("80 bytes", 80)]
    [InlineData("much", 0)]
    [InlineData("5 GB", 0)]
    public void The_engines_memory_is_read(string text, double bytes) => Assert.Equal(bytes, EngineMemory.Bytes(text));

    private sealed class HandClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public void Pass(int seconds) => _seconds += seconds;

        public override long GetTimestamp() => _seconds;
    }
}
