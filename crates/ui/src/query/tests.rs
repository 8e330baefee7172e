#![allow(clippy::unwrap_used)]

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use dioxus::{core::NoOpMutations, prelude::*};
use futures_util::FutureExt;
use loggia_client::{Client, Error};
use loggia_types::{
    Problem, ProblemCode, Role, Timestamp,
    events::{Event, EventType},
};

use super::{LocalFuture, Query, QueryState, Store, use_mutation, use_query};
use crate::{PortalProvider, testing};

type Answers = Vec<tokio::sync::oneshot::Sender<Result<u32, Error>>>;

/// What the components of a test share: answers that the test gives when it likes.
#[derive(Clone)]
struct Server {
    asked: Rc<Cell<u32>>,
    answers: Rc<RefCell<Answers>>,
    shown: Rc<RefCell<Vec<String>>>,
    mounted: Rc<Cell<bool>>,
}

impl PartialEq for Server {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.asked, &other.asked)
    }
}

impl Server {
    fn new() -> Self {
        Self { asked: Rc::default(), answers: Rc::default(), shown: Rc::default(), mounted: Rc::new(Cell::new(true)) }
    }

    fn ask(&self) -> LocalFuture<u32> {
        self.asked.set(self.asked.get() + 1);
        let (sender, receiver) = tokio::sync::oneshot::channel();
        self.answers.borrow_mut().push(sender);
        receiver.map(|answer| answer.unwrap_or(Err(Error::Cancelled))).boxed_local()
    }

    fn answer(&self, answer: Result<u32, Error>) {
        let sender = self.answers.borrow_mut().remove(0);
        let _ = sender.send(answer);
    }

    fn last(&self) -> String {
        self.shown.borrow().last().cloned().unwrap_or_default()
    }
}

#[component]
fn Page(client: Client, server: Server) -> Element {
    let shown = server.mounted.get();
    rsx! {
        PortalProvider { client,
            if shown {
                Number { server }
            }
        }
    }
}

#[component]
fn Number(server: Server) -> Element {
    let from = server.clone();
    let query = use_query("number".to_owned(), &[EventType::CaseUpdated], move |_| from.ask());
    let mutation = use_mutation();
    let text = match query.state() {
        QueryState::Loading => "loading".to_owned(),
        QueryState::Ready(number) if query.is_fetching() => format!("{number}, asking"),
        QueryState::Ready(number) if query.is_stale() => format!("{number}, stale"),
        QueryState::Ready(number) => number.to_string(),
        QueryState::Failed(failure) => failure.code().map_or("failed".into(), |code| code.to_string()),
    };
    server.shown.borrow_mut().push(text);
    QUERY.set(Some(query.clone()));
    use_hook(move || {
        CHANGE.with_borrow_mut(|change| {
            *change = Some(Box::new(move |future| {
                mutation.run(&[EventType::CaseUpdated], future, |_| {});
            }))
        });
    });
    VNode::empty()
}

type Run = Box<dyn Fn(LocalFuture<u32>)>;

thread_local! {
    static CHANGE: RefCell<Option<Run>> = const { RefCell::new(None) };
    static QUERY: RefCell<Option<Query<u32>>> = const { RefCell::new(None) };
}

fn client() -> (Client, Rc<Store>) {
    let client = Client::builder("http://127.0.0.1:9").api_key("sk_test").build().unwrap();
    let store = Store::of(&client);
    store.put(&Rc::from("session"), Rc::new(testing::session(Role::Owner)));
    (client, store)
}

fn start(client: &Client, server: &Server) -> VirtualDom {
    let mut dom = VirtualDom::new_with_props(Page, PageProps { client: client.clone(), server: server.clone() });
    dom.rebuild_in_place();
    dom
}

/// Lets everything that can happen happen.
async fn settle(doms: &mut [&mut VirtualDom]) {
    for _ in 0..6 {
        for dom in doms.iter_mut() {
            let _ = tokio::time::timeout(Duration::from_millis(5), dom.wait_for_work()).await;
            dom.render_immediate(&mut NoOpMutations);
        }
    }
}

fn event(kind: EventType, at: i64) -> Event {
    let created_at = Timestamp::from_timestamp(at, 0).unwrap();
    Event { kind, resource_id: String::new(), created_at }
}

#[tokio::test]
async fn one_request_serves_every_widget_of_a_client() {
    let ((client, _store), server) = (client(), Server::new());
    let (mut one, mut two) = (start(&client, &server), start(&client, &server));
    settle(&mut [&mut one, &mut two]).await;
    assert_eq!((server.asked.get(), server.last().as_str()), (1, "loading"));
    server.answer(Ok(7));
    settle(&mut [&mut one, &mut two]).await;
    assert_eq!(server.asked.get(), 1);
    assert_eq!(server.shown.borrow().iter().filter(|text| *text == "7").count(), 2);
}

#[tokio::test]
async fn an_event_brings_news_while_the_old_value_stays() {
    let ((client, store), server) = (client(), Server::new());
    let mut dom = start(&client, &server);
    settle(&mut [&mut dom]).await;
    server.answer(Ok(1));
    settle(&mut [&mut dom]).await;

    store.hear(&event(EventType::MemberUpdated, 1));
    settle(&mut [&mut dom]).await;
    assert_eq!(server.asked.get(), 1, "another topic");

    // Every widget hears of each event: copies count once.
    store.hear(&event(EventType::CaseUpdated, 2));
    store.hear(&event(EventType::CaseUpdated, 2));
    settle(&mut [&mut dom]).await;
    assert_eq!((server.asked.get(), server.last().as_str()), (2, "1, asking"));
    server.answer(Ok(2));
    settle(&mut [&mut dom]).await;
    assert_eq!(server.last(), "2");

    store.hear(&event(EventType::Reset, 3));
    settle(&mut [&mut dom]).await;
    assert_eq!(server.asked.get(), 3);
}

#[tokio::test]
async fn an_event_during_a_request_asks_once_more() {
    let ((client, store), server) = (client(), Server::new());
    let mut dom = start(&client, &server);
    settle(&mut [&mut dom]).await;
    store.hear(&event(EventType::CaseUpdated, 1));
    settle(&mut [&mut dom]).await;
    assert_eq!(server.asked.get(), 1);
    server.answer(Ok(1));
    settle(&mut [&mut dom]).await;
    assert_eq!(server.asked.get(), 2, "what came may be older than the event");
}

#[tokio::test]
async fn a_failed_reload_keeps_the_value_and_says_so() {
    let ((client, store), server) = (client(), Server::new());
    let mut dom = start(&client, &server);
    settle(&mut [&mut dom]).await;
    let busy = || Err(Error::Problem(Box::new(Problem::new(ProblemCode::Unavailable))));
    server.answer(busy());
    settle(&mut [&mut dom]).await;
    assert_eq!((server.asked.get(), server.last().as_str()), (1, "unavailable"), "no loop of requests");
    store.reload("number");
    settle(&mut [&mut dom]).await;
    server.answer(Ok(5));
    settle(&mut [&mut dom]).await;
    store.reload("number");
    settle(&mut [&mut dom]).await;
    server.answer(busy());
    settle(&mut [&mut dom]).await;
    assert_eq!(server.last(), "5, stale");
}

#[tokio::test]
async fn a_widget_that_goes_in_the_middle_leaves_the_others_their_answer() {
    let ((client, _store), server) = (client(), Server::new());
    let (mut one, mut two) = (start(&client, &server), start(&client, &server));
    settle(&mut [&mut one, &mut two]).await;
    drop(one);
    server.answer(Ok(3));
    settle(&mut [&mut two]).await;
    assert_eq!((server.asked.get(), server.last().as_str()), (1, "3"));
    drop(two);
    // Back again: the value is there at once.
    let mut three = start(&client, &server);
    settle(&mut [&mut three]).await;
    assert_eq!((server.asked.get(), server.last().as_str()), (1, "3"));
}

#[tokio::test]
async fn a_request_nobody_waits_for_is_dropped_and_asked_again() {
    let ((client, _store), server) = (client(), Server::new());
    let mut one = start(&client, &server);
    settle(&mut [&mut one]).await;
    drop(one);
    assert!(server.answers.borrow().iter().all(tokio::sync::oneshot::Sender::is_closed), "the request is cancelled");
    let mut two = start(&client, &server);
    settle(&mut [&mut two]).await;
    assert_eq!(server.asked.get(), 2);
}

#[tokio::test]
async fn a_change_goes_on_when_its_component_is_gone() {
    let ((client, store), server) = (client(), Server::new());
    let mut dom = start(&client, &server);
    settle(&mut [&mut dom]).await;
    server.answer(Ok(1));
    settle(&mut [&mut dom]).await;
    let change = server.ask();
    dom.in_scope(ScopeId::APP, || {
        CHANGE.with_borrow(|run| {
            if let Some(run) = run {
                run(change);
            }
        });
    });
    settle(&mut [&mut dom]).await;
    server.mounted.set(false);
    dom.mark_all_dirty();
    settle(&mut [&mut dom]).await;
    // Ends after the component: nothing to tell, nothing to break, and the cache learns of it.
    server.answer(Ok(9));
    settle(&mut [&mut dom]).await;
    let key: Rc<str> = Rc::from("number");
    let again: super::store::Fetch = Rc::new(|| std::future::pending().boxed_local());
    assert!(store.wanted(&key, &again).is_some(), "what depends on it is fetched again");
}

#[tokio::test]
async fn an_answer_on_its_way_does_not_undo_a_newer_value() {
    let ((client, store), server) = (client(), Server::new());
    let mut dom = start(&client, &server);
    settle(&mut [&mut dom]).await;
    server.answer(Ok(1));
    settle(&mut [&mut dom]).await;
    store.reload("number");
    settle(&mut [&mut dom]).await;
    store.put(&Rc::from("number"), Rc::new(5_u32));
    settle(&mut [&mut dom]).await;
    assert_eq!((server.asked.get(), server.last().as_str()), (3, "5, asking"));
    server.answer(Ok(1));
    settle(&mut [&mut dom]).await;
    assert_eq!(server.last(), "5, asking", "what was asked for before is of no use");
    server.answer(Ok(6));
    settle(&mut [&mut dom]).await;
    assert_eq!(server.last(), "6");
}

#[tokio::test]
async fn what_a_refused_change_puts_back_is_asked_for_again() {
    let ((client, store), server) = (client(), Server::new());
    let mut dom = start(&client, &server);
    settle(&mut [&mut dom]).await;
    server.answer(Ok(1));
    settle(&mut [&mut dom]).await;
    let query = QUERY.take().unwrap();
    let former = dom.in_scope(ScopeId::APP, || query.change(|number| *number = 2));
    // Somebody else's change arrives while this one is on its way.
    store.hear(&event(EventType::CaseUpdated, 1));
    settle(&mut [&mut dom]).await;
    server.answer(Ok(3));
    settle(&mut [&mut dom]).await;
    dom.in_scope(ScopeId::APP, || query.restore(former));
    settle(&mut [&mut dom]).await;
    server.answer(Ok(3));
    settle(&mut [&mut dom]).await;
    assert_eq!((server.asked.get(), server.last().as_str()), (3, "3"));
}

#[tokio::test]
async fn copies_of_a_long_burst_of_events_count_once() {
    let ((client, store), server) = (client(), Server::new());
    let mut dom = start(&client, &server);
    settle(&mut [&mut dom]).await;
    server.answer(Ok(1));
    settle(&mut [&mut dom]).await;
    let burst = || (0..200).for_each(|at| store.hear(&event(EventType::CaseUpdated, at)));
    burst();
    settle(&mut [&mut dom]).await;
    burst();
    server.answer(Ok(2));
    settle(&mut [&mut dom]).await;
    assert_eq!((server.asked.get(), server.last().as_str()), (2, "2"));
}
