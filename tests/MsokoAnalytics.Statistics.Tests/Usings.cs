global using MsokoAnalytics.Testing;
global using Xunit;
