global using MsokoAnalytics.Intake.Tests.Support;
global using MsokoAnalytics.Testing;
global using Xunit;
