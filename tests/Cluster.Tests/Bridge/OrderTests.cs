using System.Collections.Concurrent;
using Diten.Client.Bridge;

namespace Diten.Cluster.Tests.Bridge;

/// <summary>What comes first is done first, for a machine, and acknowledged first, for the broker.</summary>
public sealed class OrderTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task A_machines_messages_are_done_one_after_the_other_and_machines_do_not_wait_for_each_other()
    {
        var lanes = new MachineLanes();
        var done = new ConcurrentQueue<string>();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = lanes.RunAsync("a", async () =>
        {
            await gate.Task;
            done.Enqueue("a1");
        });
        var failing = lanes.RunAsync("a", () => throw new InvalidOperationException("this one fails"));
        var last = lanes.RunAsync("a", () => Do("a3"));
        await lanes.RunAsync("b", () => Do("b1"));
        Assert.Equal(["b1"], done, StringComparer.Ordinal);
        gate.SetResult();
        await Task.WhenAll(first, last);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal(["b1", "a1", "a3"], done, StringComparer.Ordinal);
        await Hosting.Eventually.HoldsAsync(() => lanes.Busy == 0, "nothing is held of machines that nothing is done for");

        Task Do(string what)
        {
            done.Enqueue(what);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Acknowledgements_go_in_the_order_of_receipt_and_none_before_its_message_is_done()
    {
        var sent = new ConcurrentQueue<int>();
        var acks = new OrderedAcks<int>((message, _) =>
        {
            sent.Enqueue(message);
            return Task.CompletedTask;
        });
        var done = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        for (var i = 0; i < done.Length; i++) acks.Add(i, done[i].Task);
        acks.Complete();
        var running = acks.RunAsync(s_none);
        done[3].SetResult();
        done[1].SetResult();
        Assert.Empty(sent);
        done[0].SetResult();
        await Hosting.Eventually.HoldsAsync(() => sent.Count == 2, "the first two are acknowledged");
        done[2].SetResult();
        await running;
        Assert.Equal([0, 1, 2, 3], sent);
    }

    [Fact]
    public async Task What_fails_is_left_to_the_broker_with_all_that_came_after_it()
    {
        var sent = new List<int>();
        var acks = new OrderedAcks<int>((message, _) =>
        {
            sent.Add(message);
            return Task.CompletedTask;
        });
        acks.Add(0, Task.CompletedTask);
        acks.Add(1, Task.FromException(new InvalidOperationException("fails")));
        acks.Add(2, Task.CompletedTask);
        await Assert.ThrowsAsync<InvalidOperationException>(() => acks.RunAsync(s_none));
        Assert.Equal([0], sent);
    }

    [Fact]
    public void A_message_that_is_delivered_again_is_the_first_one()
    {
        var known = new Redeliveries(capacity: 2);
        var first = Message("a", "1");
        Assert.Same(first, known.Recognise(5, isRepeated: false, first));
        Assert.Same(first, known.Recognise(5, isRepeated: true, Message("a", "1")));
        // Another one under the same number, as brokers use them again.
        var other = Message("a", "2");
        Assert.Same(other, known.Recognise(5, isRepeated: true, other));
        var same = Message("a", "2");
        Assert.Same(same, known.Recognise(5, isRepeated: false, same));
    }

    [Fact]
    public void What_is_remembered_has_a_bound_and_ends_with_the_session()
    {
        var known = new Redeliveries(capacity: 2);
        var messages = Enumerable.Range(0, 3).Select(i => known.Recognise((ushort)i, isRepeated: false, Message("a", $"{i}"))).ToArray();
        Assert.NotSame(messages[0], known.Recognise(0, isRepeated: true, Message("a", "0")));
        Assert.Same(messages[2], known.Recognise(2, isRepeated: true, Message("a", "2")));
        known.Clear();
        Assert.NotSame(messages[2], known.Recognise(2, isRepeated: true, Message("a", "2")));
    }

    [Fact]
    public void What_has_failed_is_begun_anew()
    {
        var known = new Redeliveries(capacity: 2);
        var first = known.Recognise(1, isRepeated: false, Message("a", "1"));
        first.Begin(_ => Task.FromException(new InvalidOperationException("fails")));
        Assert.NotSame(first, known.Recognise(1, isRepeated: true, Message("a", "1")));
    }

    private static Delivery Message(string topic, string text) => new(topic, System.Text.Encoding.UTF8.GetBytes(text), new MachineTopic("m", TopicKind.Report, ""), DateTimeOffset.UnixEpoch);
}
