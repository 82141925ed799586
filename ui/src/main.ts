/** The page starts: the backend, the state on it, the audio element, and the window that shows it all. */
import { mount } from 'svelte';

import './app.css';
import Window from './App.svelte';
import { chooseBackend } from './backend';
import Root from './Root.svelte';
import { App } from './state/app.svelte';

const audio = document.createElement('audio');
const target = document.getElementById('app');

async function open(): Promise<void> {
  const app = new App(await chooseBackend(), audio);
  // In the page rather than loose, so that inspectors and tests find it; it draws nothing.
  document.body.append(audio);
  void app.start();
  // It is a script of its own, and Rust answers meanwhile.
  await app.language.learn();
  if (target) mount(Root, { target, props: { app, view: Window } });
}

// Not awaited: a script that is fetched by this one and needs a part of it would wait for its end, and it for the script.
void open();
