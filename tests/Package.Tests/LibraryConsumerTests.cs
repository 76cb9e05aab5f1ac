namespace SocketSecurity.Package.Tests;

public sealed class LibraryConsumerTests(PackedFeed feed)
{
    [Fact]
    public async Task Whoever_references_only_the_library_gets_the_analyzers_and_their_modes()
    {
        var app = feed.CreateConsumer(Consumer.Library, ("Program.cs", Programs.Insecure));

        (await app.Build()).Succeeded().Reports("warning", "SOCK1001");
        (await app.Build("-p:SocketSecurityMode=Strict", "--no-restore")).Failed().Reports("error", "SOCK1001");
    }

    [Fact]
    public async Task Whoever_references_only_the_package_with_Argon2id_hashes_with_it_and_gets_the_analyzers()
    {
        var app = feed.CreateConsumer(Consumer.Sodium, ("Program.cs", Programs.HashesAPassword));

        (await app.Build()).Succeeded().Reports("warning", "SOCK1001");
        (await app.Run("run", "--no-build")).Succeeded().Prints("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    [Fact]
    public async Task Whoever_references_only_the_package_for_Redis_has_a_guard_that_refuses_without_a_server_and_the_analyzers()
    {
        var app = feed.CreateConsumer(Consumer.Redis, ("Program.cs", Programs.AsksRedis));

        (await app.Build()).Succeeded().Reports("warning", "SOCK1001");
        (await app.Run("run", "--no-build")).Succeeded().Prints("StoreUnavailable");
    }
}
