#![allow(missing_docs)]
fn main(){ for f in std::env::args().skip(1) { let b=std::fs::read(&f).unwrap(); let t=String::from_utf8_lossy(&b); let r=reader::read(&t); let n=f.rsplit('/').next().unwrap();
 for x in &r.recipients { let s=|o:&Option<reader::Said<String>>| o.as_ref().map_or("-".to_string(),|s| s.value.chars().take(110).collect());
 println!("{n} {:?}|{}|{:?}|host {}|by {}|{:?}|{:?}|{}", r.kind, s(&x.address), x.action.as_ref().map(|a|a.value), s(&x.host), s(&x.by), x.stage.as_ref().map(|a|a.value), x.is_final, s(&x.text)); }
 if r.recipients.is_empty() {println!("{n} {:?} {:#?}", r.kind, r.hops);} } }
